const service = '(orders|tracking|returns|reimbursements|gateway)';
const room = (name) => `^apps/${service}/src/${name}/`;

/** Who may import whom. test/architecture shows that each rule catches a planted violation. */
export default {
  forbidden: [
    {
      name: 'apps-never-import-apps',
      comment: 'Services speak through events and contracts only.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports domain and contracts: no Nest, no I/O, no database, no Kafka.',
      severity: 'error',
      from: { path: room('domain'), pathNot: '\\.spec\\.ts$' },
      to: { pathNot: [`^apps/${service}/src/domain/`, '^libs/contracts/'] },
    },
    {
      name: 'handlers-know-no-http',
      severity: 'error',
      comment: 'handlers/ import domain, store, contracts, messaging.',
      from: { path: room('handlers'), pathNot: '\\.(spec|it)\\.ts$' },
      to: { path: [room('http'), '^libs/local-stack/', '^libs/testing/'] },
    },
    {
      name: 'store-knows-no-handlers',
      severity: 'error',
      comment: 'store/ imports domain types, contracts, postgres.',
      from: { path: room('store'), pathNot: '\\.(spec|it)\\.ts$' },
      to: { path: [room('handlers'), room('http'), '^libs/(messaging|runtime|local-stack|testing)/'] },
    },
    {
      name: 'contracts-stand-alone',
      severity: 'error',
      comment: 'libs/contracts knows no Nest, no database, no Kafka, and no other lib.',
      from: { path: '^libs/contracts/', pathNot: '\\.(spec|it)\\.ts$' },
      to: { path: ['^libs/(?!contracts/)', '^apps/', 'node_modules/(@nestjs|typeorm|pg|kafkajs)/'] },
    },
    {
      name: 'postgres-below-messaging',
      severity: 'error',
      from: { path: '^libs/postgres/', pathNot: '\\.(spec|it)\\.ts$' },
      to: { path: ['^libs/(messaging|runtime|local-stack|testing)/', '^apps/'] },
    },
    {
      name: 'messaging-below-runtime',
      severity: 'error',
      from: { path: '^libs/messaging/', pathNot: ['\\.(spec|it)\\.ts$', '^libs/messaging/test/'] },
      to: { path: ['^libs/(runtime|local-stack|testing)/', '^apps/'] },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'kafkajs-in-one-file',
      severity: 'error',
      comment:
        'kafkajs sits behind a small port; the local stack needs its admin client to set up topics and ACLs.',
      from: {
        pathNot: [
          '^libs/messaging/kafka/',
          '^libs/local-stack/',
          '^test/',
          '^apps/cli/',
          '\\.(spec|it)\\.ts$',
        ],
      },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: {
        pathNot: ['\\.(spec|it)\\.ts$', '^libs/testing/', '^libs/[^/]+/test/', '^apps/[^/]+/test/', '^test/'],
      },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '/dist/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules/(?!kafkajs|@nestjs|typeorm|pg/))' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['development', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
