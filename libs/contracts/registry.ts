import type { Shape } from './fields.js';

export const services = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'] as const;
export type Service = (typeof services)[number];

/** What is declared of a contract beside its fields. */
export interface ContractSpec<T extends object = object> {
  readonly name: string;
  readonly version: number;
  /** A report is what an outsider claims; a fact is what its owner has checked and stands for. */
  readonly kind: 'fact' | 'report';
  /** The service that publishes the fact, or that checks the report. */
  readonly owner: Service;
  /** What it says, in one sentence, for docs/events.md. */
  readonly says: string;
  /** `ce_subject`: the aggregate whose row is locked; order is promised per subject. */
  readonly subject: (data: T) => string;
  /** The key of the Kafka record, which chooses the partition. */
  readonly key: (data: T) => string;
  /** The services that hear it. */
  readonly hears: readonly Service[];
  /** A valid message, used in docs and tests. */
  readonly sample: T;
}

/** A contract: its declaration and its class. */
export interface Contract<T extends object = object> extends ContractSpec<T> {
  readonly type: string;
  readonly class: Shape<T>;
}

const byClass = new Map<Shape, Contract>();
const byType = new Map<string, Contract>();

/** Class decorator that declares a contract and enters it in the registry. */
export function Contract<T extends object>(spec: ContractSpec<T>): (target: Shape<T>) => void {
  return (target) => {
    const type = `makegood.${spec.kind === 'report' ? 'report.' : ''}${spec.name}.v${spec.version}`;
    if (byType.has(type)) throw new Error(`${type} is declared twice`);
    // The registry holds contracts of all shapes; whoever takes one out by its class gets its own shape back.
    const contract = { ...spec, type, class: target } as unknown as Contract;
    byClass.set(target, contract);
    byType.set(type, contract);
  };
}

/** Every contract, ordered by ce_type. */
export function contracts(): readonly Contract[] {
  return [...byType.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The declaration of a contract class. @throws Error when the class is none. */
export function contractOf<T extends object>(contractClass: Shape<T>): Contract<T> {
  const contract = byClass.get(contractClass);
  if (!contract) throw new Error(`${contractClass.name} is not a contract: decorate it with @Contract`);
  return contract as unknown as Contract<T>;
}

/** The CloudEvents type: `makegood.<Name>.v1` of a fact, `makegood.report.<Name>.v1` of a report. */
export function ceType(contractClass: Shape): string {
  return contractOf(contractClass).type;
}

/** The contract of a CloudEvents type; nothing when we know none. */
export function contractOfType(type: string): Contract | undefined {
  return byType.get(type);
}

/** The name that subscriptions use: `OrderShipped` of a fact, `report.OrderShipped` of a report. */
export function shortType(type: string): string {
  return type.replace(/^makegood\./, '').replace(/\.v\d+$/, '');
}

/** `ce_dataschema` of a contract, also the `$id` of its JSON Schema. */
export function dataSchema(contract: Pick<Contract, 'kind' | 'name' | 'version'>): string {
  return `urn:makegood:schema:${contract.kind}:${contract.name}:v${contract.version}`;
}
