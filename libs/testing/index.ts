export { eventually } from './eventually.js';
export { readTopic } from './read-topic.js';
export { buyerDataKey, identityKeys } from './identity-keys.js';
export { testStack, type TestStack } from './test-stack.js';
export { ServiceWorld, type Answer, type FactOf, type Said } from './service-world.js';
