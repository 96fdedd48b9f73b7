import assert from 'node:assert/strict';
import { reportOn } from '../../../../src/core/report/report.ts';
import { signatureLine, titleOf, WORKSPACE_KEY } from '../../../../src/core/report/verdict.ts';
import { read } from '../../../../src/core/text/sentence.ts';
import { parseToken } from '../../../../src/core/token/parse.ts';
import { verify } from '../../../../src/core/verify/verify.ts';
import { hintOf } from '../../../../src/features/inlayHints/hint.ts';
import { namedBy } from '../../../../src/services/issuers/namedBy.ts';
import jsonwebtoken from 'jsonwebtoken';

const secret = 'Zk7v0pQ2mX9cR4tY8wB1nL6sD3fG5hJ0';
const token = jsonwebtoken.sign({ iss: 'https://a.example', aud: 'api' }, secret, { expiresIn: '1h' });
const profile = { issuer: 'https://a.example', audience: 'api', algorithms: ['HS256'] };
const names = ['Google', 'G', 'x'.repeat(500), `Google${' '.repeat(100)}`, '\u202eelgooG', 'a, key from this machine'];

describe('an issuer of workspace settings', () => {
  for (const name of names) {
    it(`is told from one of the user in each verdict, however it calls itself: ${JSON.stringify(name.slice(0, 20))}`, async () => {
      const by = namedBy({ name, origin: 'workspace' });
      assert.ok(by.endsWith(WORKSPACE_KEY));
      const result = await verify(token, { keys: [{ name: by, material: secret }], profile });
      assert.equal(result.verdict, 'verified');
      assert.match(signatureLine(result), /, key from this workspace”/);
      const now = new Date();
      const report = reportOn(parseToken(token), { verification: { by, profile, result } }, now);
      assert.match(read(titleOf(report.verdict), now), /^Verified by .*, key from this workspace · expires/);
      const hint = hintOf(report, now);
      assert.match(hint?.label ?? '', /^(?:(?:✓ )?verified )?by .*, key from this workspace$/);
      assert.ok((hint?.label.length ?? 99) <= 43);
      assert.match(hint?.tooltip ?? '', /, key from this workspace/);
    });
  }

  it('is the only one that is: the user’s own are called by their names', () => {
    assert.equal(namedBy({ name: 'Google', origin: 'user' }), 'Google');
  });
});
