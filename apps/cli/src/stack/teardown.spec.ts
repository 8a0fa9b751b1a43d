import { describe, expect, it } from '@jest/globals';
import { Teardown } from './teardown.js';

describe('teardown', () => {
  it('undoes the last begun first, all of it, once', async () => {
    const [undone, told]: [string[], string[]] = [[], []];
    const teardown = new Teardown();
    teardown.add(async () => void undone.push('servers'));
    teardown.add(() => Promise.reject(new Error('is stuck')));
    teardown.add(async () => void undone.push('services'));
    await Promise.all([teardown.run((line) => told.push(line)), teardown.run((line) => told.push(line))]);
    expect(undone).toEqual(['services', 'servers']);
    expect(told).toEqual(['While stopping: is stuck']);
  });
});
