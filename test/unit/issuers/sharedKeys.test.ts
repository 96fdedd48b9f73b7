import assert from 'node:assert/strict';

import { sharedAcrossEnvironments } from '../../../src/core/issuers/sharedKeys.ts';

const a = { name: 'a', environment: 'test', thumbprints: ['1', '2'] };
const b = { name: 'b', environment: 'production', thumbprints: ['2', '3'] };

describe('sharedAcrossEnvironments', () => {
  it('names the issuers that have a key in common', () => {
    const c = { name: 'c', environment: 'staging', thumbprints: ['2'] };
    assert.deepEqual(sharedAcrossEnvironments([a, b]), [['a', 'b']]);
    assert.deepEqual(sharedAcrossEnvironments([a, b, c]), [['a', 'b', 'c']]);
  });

  it('does not mind keys that differ, nor what one environment or none has in common', () => {
    assert.deepEqual(sharedAcrossEnvironments([a, { ...b, thumbprints: ['3'] }]), []);
    assert.deepEqual(sharedAcrossEnvironments([a, { ...b, environment: 'test' }]), []);
    assert.deepEqual(sharedAcrossEnvironments([a, { name: 'b', thumbprints: ['2'] }]), []);
    assert.deepEqual(sharedAcrossEnvironments([]), []);
  });
});
