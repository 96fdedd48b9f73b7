import assert from 'node:assert/strict';
import { addToEnv } from '../../../src/core/fixes/envFile.ts';

describe('an entry of a .env file', () => {
  const cases: readonly (readonly [what: string, file: string, expected: { name: string; text: string }])[] = [
    ['begins a file', '', { name: 'JWT', text: 'JWT=value\n' }],
    ['goes to the end', 'A=1\n', { name: 'JWT', text: 'JWT=value\n' }],
    ['begins a line of its own', 'A=1', { name: 'JWT', text: '\nJWT=value\n' }],
    ['keeps the line ends', 'A=1\r\nB=2', { name: 'JWT', text: '\r\nJWT=value\r\n' }],
    ['takes no name twice', 'JWT=1\nexport JWT_2 = 3\n', { name: 'JWT_3', text: 'JWT_3=value\n' }],
    ['is not needed where the value is', "A=1\nB='value'\n", { name: 'B', text: '' }],
    ['is not taken from a comment', '# JWT=value\n', { name: 'JWT', text: 'JWT=value\n' }],
  ];
  for (const [what, file, expected] of cases) {
    it(what, () => {
      assert.deepEqual(addToEnv(file, 'JWT', 'value'), expected);
    });
  }
});
