import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Secret, Service } from 'kubernetes-models/v1';
import { documentsOf, root, textOf } from './files.js';
import { printedKeys } from './printed-keys.js';
import { faultsOf, services } from './service-variables.js';

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec?: {
    template?: { metadata: { labels: object }; spec: { containers: Container[] } };
    selector?: object;
  };
}
interface Container {
  image: string;
  args: string[];
  env?: { name: string; value?: string; valueFrom?: ValueFrom }[];
  envFrom?: { configMapRef: { name: string } }[];
}
type ValueFrom = Partial<Record<'secretKeyRef' | 'configMapKeyRef', { name: string; key: string }>>;

const kustomization = documentsOf('k8s', 'kustomization.yaml')[0] as { resources: string[] };
const manifests = kustomization.resources.flatMap((name) => documentsOf('k8s', name)) as Manifest[];
const template = documentsOf('k8s', 'secret.template.yaml')[0] as Manifest;
// Of your own servers: given when the Secret is made.
const given = { KAFKA_ADMIN_PASSWORD: 'p', PROVISION_DATABASE_URL: 'postgres://u:p@h:1/d' };
const keys = new Map([...(await printedKeys()), ...Object.entries(given)]);

const models = { Deployment, Job, PodDisruptionBudget, ConfigMap, Namespace, Secret, Service };

function named(kind: string, name: string): Manifest {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`k8s/ has no ${kind} ${name}`);
  return found;
}

function containerOf({ spec }: Manifest): Container {
  const [container] = spec?.template?.spec.containers ?? [];
  if (!container) throw new Error('no container');
  return container;
}

/** The environment as the cluster makes it, with the secrets that the command `keys` prints. */
function environmentOf({ env = [], envFrom = [] }: Container): Record<string, string> {
  const shared = envFrom.flatMap(({ configMapRef }) =>
    Object.entries(named('ConfigMap', configMapRef.name).data ?? {}),
  );
  const own = env.map(({ name, value, valueFrom }) => [name, value ?? valueOf(valueFrom)] as const);
  return Object.fromEntries([...shared, ...own]);
}

function valueOf({ secretKeyRef, configMapKeyRef }: ValueFrom = {}): string {
  if (configMapKeyRef) return named('ConfigMap', configMapKeyRef.name).data?.[configMapKeyRef.key] ?? '';
  if (!secretKeyRef) throw new Error('neither a value nor a reference');
  expect(secretKeyRef.name).toBe(template.metadata.name);
  expect(Object.keys(template.stringData ?? {})).toContain(secretKeyRef.key);
  return secretKeyRef.key === 'PROVISION_DATABASE_URL'
    ? 'postgres://u:p@h:1/d'
    : (keys.get(secretKeyRef.key) ?? '');
}

describe('k8s/', () => {
  it('lists every manifest in the kustomization', () => {
    const files = readdirSync(join(root, 'k8s')).filter((name) => !/^kustomization|\.template\./.test(name));
    expect(kustomization.resources.toSorted()).toEqual(files.toSorted());
  });

  it.each([...manifests, template].map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    'has a valid %s',
    (_, manifest) => {
      const Model = models[manifest.kind as keyof typeof models];
      expect(() => new Model(manifest as never).validate()).not.toThrow();
      expect(new Model(manifest as never).apiVersion).toBe(manifest.apiVersion);
    },
  );

  it.each(services)(
    'gives %s every variable that it needs, and none that it never reads',
    async (service) => {
      expect(await faultsOf(service, environmentOf(containerOf(named('Deployment', service))))).toEqual([]);
    },
  );

  it.each(services)('runs %s unprivileged, watched, and reachable under its URL', (service) => {
    const deployment = named('Deployment', service);
    const { image, args } = containerOf(deployment);
    expect({ image, args }).toEqual({ image: 'makegood', args: [service] });
    expect(deployment.spec?.template?.spec).toMatchObject({
      securityContext: { runAsNonRoot: true },
      enableServiceLinks: false,
      containers: [
        {
          securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
          livenessProbe: { httpGet: { path: '/health/live', port: 'http' } },
          readinessProbe: { httpGet: { path: '/health/ready', port: 'http' } },
          resources: { requests: { memory: expect.any(String) }, limits: { memory: expect.any(String) } },
          ports: [{ name: 'http', containerPort: Number(named('ConfigMap', 'makegood').data?.['PORT']) }],
        },
      ],
    });
    const labels = deployment.spec?.template?.metadata.labels;
    expect(deployment.spec?.selector).toEqual(named('PodDisruptionBudget', service).spec?.selector);
    expect(labels).toMatchObject(named('Service', service).spec?.selector ?? { none: true });
    expect(named('Service', service).spec).toMatchObject({ ports: [{ port: 3000, targetPort: 'http' }] });
    expect(named('ConfigMap', 'makegood').data?.[`${service.toUpperCase()}_URL`]).toBe(
      `http://${service}:3000`,
    );
  });

  it('gives the provision Job what it asks for', () => {
    const environment = environmentOf(containerOf(named('Job', 'provision')));
    expect(Object.keys(environment).sort()).toEqual(
      [
        'DATABASE_URL',
        'KAFKA_ADMIN_PASSWORD',
        'KAFKA_ADMIN_USERNAME',
        'KAFKA_BROKERS',
        'PROVISION_SECRET',
      ].sort(),
    );
    expect(Object.values(environment)).not.toContain('');
  });

  it('has a template of the Secret that holds no secret', () => {
    expect(new Set(Object.values(template.stringData ?? {}))).toEqual(new Set(['']));
    const unprinted = Object.keys(template.stringData ?? {}).filter((key) => !keys.has(key));
    expect(unprinted).toEqual([]);
    for (const name of Object.keys(given))
      expect(textOf('k8s', 'secret.template.yaml')).toContain(`--from-literal=${name}=`);
  });
});
