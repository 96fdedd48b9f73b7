import assert from 'node:assert/strict';
import type { KnownVerification } from '../../../src/core/report/report.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { claimsText, verdictText } from '../../../src/features/hover/hoverText.ts';

import { answerOf, claims, now, pendingOf, reportOf, secret, seconds } from './answers.ts';
import { hs256 } from '../../support/jose.ts';

/** The lines of a hover above its tables, entities as characters. */
function lines(text: string, answer: KnownVerification | undefined): readonly string[] {
  return verdictText(reportOf(text, answer), now)
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .split('\n\n');
}

describe('first lines of a hover', () => {
  const token = hs256(claims, secret);

  it('say that nothing was verified where no issuer is configured', () => {
    assert.match(
      lines(token, undefined)[0] ?? '',
      /^\$\(unverified\) \*\*Not verified · expires in 1 hour\*\* · HS256/,
    );
  });

  it('say who verifies the token', async () => {
    const [first = '', ...others] = lines(token, await answerOf(token, 'staging'));
    assert.match(first, /^\$\(verified-filled\) \*\*Verified by staging · expires in 1 hour\*\* · HS256/);
    assert.deepEqual(others, []);
  });

  it('say who rejects it and why, with the finding', async () => {
    const forged = hs256(claims, 'another secret');
    const [first = '', ...others] = lines(forged, await answerOf(forged, 'staging'));
    assert.match(first, /^\$\(error\) \*\*Rejected by staging: the signature does not match\*\*/);
    assert.ok(others.some((line) => line.includes('signature-invalid')));
  });

  it('hold the claims against the profile of the issuer', async () => {
    const other = hs256({ ...claims, aud: 'stock', exp: seconds + 10 }, secret);
    const [first = '', ...others] = lines(other, await answerOf(other, 'staging'));
    assert.match(first, /Rejected by staging: it is for another audience/);
    assert.ok(others.some((line) => line.includes('aud-unexpected')));
  });

  it('say of each of several signatures what came of it', async () => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const other = hs256(claims, 'another secret').split('.')[2];
    const general = JSON.stringify({
      payload,
      signatures: [signature, other].map((each) => ({ protected: header, signature: each })),
    });
    const [first = '', ...others] = lines(general, await answerOf(general, 'staging'));
    assert.match(first, /Verified by staging/);
    assert.match(others[0] ?? '', /Signature 1 \(HS256\): The signature is valid/);
    assert.match(others[1] ?? '', /Signature 2 \(HS256\): The signature does not match/);
    const text = claimsText(reportOf(general), now);
    assert.match(text, /^2 signatures&#58; HS256, HS256&#46; The first header is shown&#46;\n/);
    assert.doesNotMatch(claimsText(reportOf(token), now), /signatures/);
  });

  it('say that the proof is under way, and claim nothing', () => {
    const [first = '', second = ''] = lines(token, pendingOf('staging'));
    assert.match(first, /Not verified · expires/);
    assert.match(second, /Verifying with the keys of staging/);
  });

  it('say why there is no proof', async () => {
    const { profile } = pendingOf('staging');
    const result = await verify(token, { keys: [], profile, now });
    const waiting = { result, problem: 'Fetching keys from https://idp.example requires your approval.' };
    const [first = '', second = ''] = lines(token, { ...pendingOf('staging'), ...waiting });
    assert.match(first, /^\$\(warning\) \*\*Not verified by staging · expires in 1 hour\*\*/);
    assert.match(second, /^\$\(info\) Fetching keys from https:\/\/idp\.example requires your approval\./);
    const [, reason = ''] = lines(token, { ...pendingOf('staging'), result });
    assert.match(reason, /No key was specified/);
  });

  it('show the name of an issuer as text', async () => {
    const name = '**x** [a](command:b) $(bug)';
    const [first = ''] = lines(token, await answerOf(token, name));
    assert.ok(first.includes(`Verified by ${name} · expires`), first);
    const verdict = verdictText(reportOf(token, await answerOf(token, name)), now);
    assert.ok(!verdict.includes('[a](') && !verdict.includes('$(bug)'), verdict);
  });
});
