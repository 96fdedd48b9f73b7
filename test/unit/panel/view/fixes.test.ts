import assert from 'node:assert/strict';
import { parseToken } from '../../../../src/core/token/parse.ts';
import { verify } from '../../../../src/core/verify/verify.ts';
import { emptyForm } from '../../../../src/panel/view/panelState.ts';
import { buildView } from '../../../../src/panel/view/panelView.ts';
import { fixedForm, fixedToken, fixLabel } from '../../../../src/panel/view/fixes.ts';
import { readForm } from '../../../../src/panel/view/verifyRequest.ts';
import { modelOf } from './models.ts';
import { hs256 } from '../../../support/jose.ts';

const now = new Date(1_800_000_000_000);
const claims = { sub: '1' };

describe('what the panel offers beside an explanation', () => {
  const meant = {
    base64: [Buffer.from('correct horse'), Buffer.from('correct horse').toString('base64')],
    hex: [Buffer.from('correct horse'), Buffer.from('correct horse').toString('hex')],
    trimmed: ['correct horse', ' correct horse '],
    'line-break': ['correct horse\n', 'correct horse'],
    unquoted: ['correct horse', '"correct horse"'],
    'unquoted-base64': [Buffer.from('correct horse'), `'${Buffer.from('correct horse').toString('base64')}'`],
    'hex-prefix': [Buffer.from('correct horse'), `0x${Buffer.from('correct horse').toString('hex')}`],
    'base64-prefix': [Buffer.from('correct horse'), `base64:${Buffer.from('correct horse').toString('base64')}`],
    // Node drops what is no whole byte, and what is no base64, as Java's decoders do.
    'lenient-base64': [Buffer.from('CorrectHorse!1234567', 'base64'), 'CorrectHorse!1234567'],
    'lenient-base64 with spare bits': [Buffer.from('CorrectHorsF', 'base64'), 'CorrectHorsF=='],
  } as const;
  for (const [reading, [secret, typed]] of Object.entries(meant)) {
    it(`makes a secret fit that was meant otherwise: ${reading}`, async () => {
      const token = hs256(claims, secret);
      const form = { ...emptyForm, keyText: typed };
      const verification = await verify(token, { keys: [{ material: typed, encoding: 'utf8' }], now });
      const [explanation] = verification.explanations;
      const fixed = explanation && fixedForm(form, explanation.fix);
      const reads = fixed && readForm(fixed);
      assert.ok(reads?.ok);
      assert.equal((await verify(token, { keys: reads.request.keys ?? [], now })).signature, 'valid');
      const { view } = buildView(
        modelOf(token, { form, knowledge: { verification: { profile: {}, result: verification, at: now } } }),
        now,
      );
      assert.equal(view.explanations[0]?.id, 'secret-encoding');
      assert.notEqual(view.explanations[0].fix, '');
    });
  }

  it('leaves a stored secret alone, which only its owner can store in another encoding', () => {
    const form = { ...emptyForm, choice: 'stored/orders' };
    const fix = { kind: 'read-secret', as: 'hex' } as const;
    assert.equal(fixedForm(form, fix), undefined);
    assert.equal(fixLabel(fix, form), 'Store the key again…');
  });

  it('chooses the key that fits, and forgets the one that was typed', () => {
    const form = fixedForm({ ...emptyForm, keyText: 'wrong' }, { kind: 'use-key', choice: 'stored/orders' });
    assert.deepEqual([form?.choice, form?.keyText], ['stored/orders', '']);
  });

  it('widens the tolerance', () => {
    const fix = { kind: 'set-tolerance', seconds: 300 } as const;
    assert.equal(fixedForm(emptyForm, fix)?.tolerance, '300');
    assert.equal(fixLabel(fix, emptyForm), 'Allow 5 minutes');
  });

  it('puts the parts of a token in order, and nothing else', () => {
    const token = hs256(claims, 'secret');
    const [header, payload, signature] = token.split('.');
    assert.equal(fixedToken(parseToken(`${payload}.${header}.${signature}`), 'part-order'), token);
    assert.equal(fixedToken(parseToken(token), 'part-order'), undefined);
    assert.equal(fixedToken(parseToken(token), 'raw-signature'), undefined);
  });
});
