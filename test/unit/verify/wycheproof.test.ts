import assert from 'node:assert/strict';

import type { JWK } from 'jose';

import { verify } from '../../../src/core/verify/verify.ts';

/*
 * Vectors of Project Wycheproof (C2SP/wycheproof, testvectors_v1, Apache License 2.0) in which libraries differ; the
 * number is `tcId`. Not taken over: 367 and 370 of json_web_signature_test.json are the valid 357 once more, but called
 * invalid; 346, 347, 350 and 351 are called valid although the key's own `alg` is another one; 372 and 373 although
 * they have a `?` in them.
 */
const hmacKey = { kty: 'oct', alg: 'HS256', use: 'sig', kid: 'kid-aes-sign' };
const hs: JWK = { ...hmacKey, k: '-ebuDNsVZ2iJtoZ-akfXTSCt4UO2cruLCsbWlBinggE' };
const zeros: JWK = { ...hmacKey, kid: 'hs256-key', k: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
const ec: JWK = {
  kty: 'EC',
  crv: 'P-256',
  alg: 'ES256',
  use: 'sig',
  kid: 'kid-ec-sign',
  x: '04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY',
  y: 'UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw',
};
const roca: JWK = {
  kty: 'RSA',
  alg: 'RS256',
  use: 'sig',
  kid: 'kid-rsa-roca-sign',
  e: 'AQAB',
  n: 'AanFpofbj7KjD4Lf-N2hVMKR7yewSyXhhbirIMTGpfYEhZ_lnt5UoK98DnKIgArXGTu3MaW_HhFw16HGaTDUHqPrId7fe4r11CqRw09yBFuW79V8sYIwHdzCaWflUI6auImYbVfoN9_nD5n8N8SY9DwXw7mwZM9wREPXoDPgOoIWl6q_MPsp7n0zs3Z5ZaiQWOOzl1S9OhwAfSiiOwz6efnXEaxuTEtPd7BjSx7NaFka8Dx9U7YqXy2RFj1O9PjyaDGuRh7YXsX3iMUSP_wSyHQg_c_qHRtKUsNSGCT7OZg0hzm2KphtjnayKJvC64vAbROBR4Ubg6Bxg9IQVZ-QYyE',
};
const exponentOne: JWK = {
  kty: 'RSA',
  alg: 'RS256',
  use: 'sig',
  kid: 'RS256_2048',
  e: 'AQ',
  n: 'u-SfdHPjFtGmzuoH6gheIIZ4nLwUHBQEtFGqOe0N8JuZUc5VOzlI8yl0r8ESilAouttkdftexj4VFJz5R9FH90ypVQDPL0H4mC_RtkcJ1DBB8MriU8dmzqSXP1SBs4s5L-pJWxKKLjXddD6gXJZ7HT_aPl2olvlLh8JkD_52U6sjdeP3OWDKvMu5GsrMlS9XJCVaCx8r9698OEElwK-ZW9PztgTSb-MvyTuyzis5Yc13n_z0wMLahpDilI2fzNsZ3yH6htu4VXPraSEZV6C0Z7epAAAUqiUnxh3WRupEICaewYEnW3MVS2hHwLwtPu_RR0XHoZr1oPSlQMP3Zi2QKw',
};

const hsHeader = 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImtpZC1hZXMtc2lnbiJ9';
const hsSignature = 'TD37p4c_0jmreSrBSDmE0F3mYSPtkZ3WrSyI5wb_KTg';
const zerosHeader = 'eyJraWQiOiJoczI1Ni1rZXkiLCJhbGciOiJIUzI1NiJ9';
const zerosSignature = 'c1LROH7eNQwUT8KMVEO52VC3WZ9e_AnDWbZ7aMmowV8';
const ecInput = 'eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIn0.Zm9v';
const ecToken = `${ecInput}.5cA0OHyMP7ezamUd5c9kV-FrGxdx4hbGXOdplQkutrqWrte5P-pAvsE3Ve6xSyU3YDQwUHjVVOtvcrEbbnZ8yA`;

const valid: readonly (readonly [tcId: number, key: JWK, token: string])[] = [
  [1, hs, `${hsHeader}.Zm9v.${hsSignature}`],
  [18, ec, ecToken],
  [357, zeros, `${zerosHeader}.VGVzdA.${zerosSignature}`],
  [358, zeros, `${zerosHeader}.VDIxMzI1NjY4.AAAAtBuQqoI9HuBeAsgjL4nx8sCGYJa5-G2OrureLO4`],
  [359, zeros, `${zerosHeader}.VDgxMjM0MTM.____ETVRY0lRV9XgQeYX6ixdGT0NLHYb-wZem_ifJ5k`],
  [
    376,
    zeros,
    'eyAia2lkIiA6ICJoczI1Ni1rZXkiLCAiYWxnIiA6ICJIUzI1NiIgfQ.VGVzdA.3nl1C7dKVGLfNyALp4ZKkmNFBJlFP8M9VGzCyil9S1c',
  ],
  [377, zeros, 'eyJraWQiOiJoczI1Ni1rZXkiLAoJImFsZyI6IkhTMjU2In0.VGVzdA.Yxn8cTl7IHpFIoEPOFrWmjm-GQlr_RMqHNJOp1ZuweY'],
  [378, ec, `${ecInput}.5cA0OHyMP7ezamUd5c9kV-FrGxdx4hbGXOdplQkutrppUShFwBW_Qj7IqhFOtNrIXLLKXS5CSZmERxmnjeyoiQ`],
];

const invalid: readonly (readonly [tcId: number, what: string, key: JWK, token: string])[] = [
  [3, 'without its signature', hs, `${hsHeader}.Zm9v.`],
  [6, 'without its payload', hs, `${hsHeader}..${hsSignature}`],
  [14, 'with an empty part more', hs, `${hsHeader}.Zm9v.${hsSignature}.`],
  [16, 'with alg none', hs, 'eyJhbGciOiJub25lIiwia2lkIjoia2lkLWFlcy1zaWduIn0.Zm9v.'],
  [342, 'with alg NONE', hs, 'eyJhbGciOiJOT05FIn0.MTIzNDAw.'],
  [
    31,
    'with the public key as secret',
    ec,
    'eyJhbGciOiJIUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIn0.Zm9v.TgWtz2FIRukBQ_mA5sgHa0Ybtgn7bl-YBPAi7Z0XdHU',
  ],
  [
    32,
    'with a key of its own',
    ec,
    'eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIiwiandrIjp7Imt0eSI6IkVDIiwia2lkIjoia2lkLWVjLXNpZ24iLCJ1c2UiOiJzaWciLCJhbGciOiJFUzI1NiIsIngiOiJNZG5UWkRJaERKYmZBU2RGcWFtY3BPMkNoOUdOS0sybTBNUWxoNDAyU3BvIiwieSI6Ijdhdko0bHFfV3l4LW5MUERCUTJZcHl0dUh5TWlvMDdCVXl2bDNqYUMtMVkiLCJjcnYiOiJQLTI1NiJ9fQ.Zm9v.4jmsollQD8ZxvySzXYnIEYA4fwaZi2ZbC0aI1J4LYmW2Bn31NhKdjms2N6o51Dff5-InWXQF9m45VtTexl6yjg',
  ],
  [360, 'with spaces in the signature', zeros, `${zerosHeader}.VGVzdA.    ${zerosSignature}`],
  [361, 'with a foreign character in the signature', zeros, `${zerosHeader}.VGVzdA.?${zerosSignature}`],
  [365, 'with spaces in the header', zeros, `${zerosHeader}    .VGVzdA.DR-cdw2cCB53b3mpzMfk2gKTeyN0PhXBrTW1atMfSdM`],
  [
    366,
    'with foreign characters in the header',
    zeros,
    `${zerosHeader}####.VGVzdA.23srvDiEYo7665_26qKv4D-0E2a149WRWH_av2ki2I4`,
  ],
  [368, 'with spaces in the payload', zeros, `${zerosHeader}.    VGVzdA.AbPJgmXfihyNBUYpbdPK8qRpPjNuTE-Z_wYQyrU2lMQ`],
  [
    374,
    'with other unused bits in the payload',
    zeros,
    `${zerosHeader}.AB.8sL_ycV8G_D-K_2A3I0EW3NoPMeQzv13cAzuHlQ5TAE`,
  ],
  [
    375,
    'signed with unused bits in the payload',
    zeros,
    `${zerosHeader}.AB.9phoKDvkBMAqTgeVIYeqAi6-lvC0pbKg9ER--3T97w0`,
  ],
  [
    379,
    'with leading zeros in r and s',
    ec,
    `${ecInput}.AOXANDh8jD-3s2plHeXPZFfhaxsXceIWxlznaZUJLra6AJau17k_6kC-wTdV7rFLJTdgNDBQeNVU629ysRtudnzI`,
  ],
  [
    381,
    'with r beyond the order of the curve',
    ec,
    `${ecInput}.AeXANDd8jD-4s2plHeXPZFeeUhXFGPm1S1ChNFgFkdwLAJau17k_6kC-wTdV7rFLJTdgNDBQeNVU629ysRtudnzI`,
  ],
  [386, 'with r and s of zero', ec, `${ecInput}.${'A'.repeat(86)}`],
  [
    388,
    'with r of zero and s of n-1',
    ec,
    `${ecInput}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD_____AAAAAP__________vOb6racXnoTzucrC_GMlUA`,
  ],
];

/** Of json_web_key_test.json: what is wrong with the key, and the rule that says so. */
const unsoundKeys: readonly (readonly [tcId: number, key: JWK, token: string, ruleId: string])[] = [
  [
    7,
    roca,
    'eyJhbGciOiJSUzI1NiIsImtpZCI6ImtpZC1yc2Etcm9jYS1zaWduIn0.Zm9v.AF_6dFYBEaaI5OlOehaktwYarwKZwFFeKTNwz9ar6ntNh4k8oeQwiODJqT1nnX2KhrWMUc80JJIdaCq3y7wOSmlPrqRgrL5r9xqfQdokirCuynoq4Lbi226VlZmijmkyYtSeEbzvkhyjbY8cDQF_c2DMMQG8FBRNJPOSTxi_I75Twj0877G-16i3bAWcvFxcNKGQzSQNcp5Lvh15N2I3PDM5W7HaFwPO0drzLR9dsDW9uDCqHvMMyshC7rgZdqfXpkaJL8Whn_mUScnLxS7J-2wVt9xKY3LpR97HoanIK-rcqYS_eq9hY_65te4qbwPCtQMjipIgIGo9HZrNRomAB1c',
    'rsa-roca',
  ],
  [
    9,
    exponentOne,
    `eyJhbGciOiJSUzI1NiIsImtpZCI6IlJTMjU2XzIwNDgifQ..AAH${'_'.repeat(269)}ADAxMA0GCWCGSAFlAwQCAQUABCC2RQuThyxZrC1hF3430kwQRUtpKnK2r9hhkP2mQe8zsg`,
    'rsa-exponent',
  ],
  [19, { ...ec, alg: 'ES521' }, ecToken, 'key-alg-mismatch'],
  [21, { ...ec, use: 'enc' }, ecToken, 'key-use-mismatch'],
  [22, { ...ec, y: 'UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgnw' }, ecToken, 'ec-point-invalid'],
  [23, { ...ec, crv: 'P-384' }, ecToken, 'key-type-mismatch'],
];

/** An empty part is an empty payload where the signature says so. */
const judge = (token: string, key: JWK) =>
  verify(token, {
    keys: [{ material: key }],
    profile: { issuer: null, audience: null },
  });

describe('verify: vectors of Wycheproof', () => {
  for (const [tcId, key, token] of valid) {
    it(`takes ${tcId}`, async () => {
      const { signature, checks } = await judge(token, key);
      assert.equal(signature, 'valid');
      assert.deepEqual(
        checks.filter(({ outcome }) => outcome === 'fail'),
        [],
      );
    });
  }

  for (const [tcId, what, key, token] of invalid) {
    it(`refuses ${tcId}, ${what}`, async () => {
      const { signature, verdict } = await judge(token, key);
      assert.notEqual(verdict, 'verified');
      assert.ok(signature !== 'valid' || verdict === 'rejected');
    });
  }

  for (const [tcId, key, token, ruleId] of unsoundKeys) {
    it(`refuses the key of ${tcId}: ${ruleId}`, async () => {
      const { signature, verdict, findings } = await judge(token, key);
      assert.deepEqual([signature, verdict], ['not-checked', 'rejected']);
      assert.ok(findings.some((finding) => finding.ruleId === ruleId));
    });
  }

  it('refuses the empty secret of 16, and tells of the short one of 10, as which many are in use', async () => {
    const empty = 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImhzMjU2X2tleSJ9.Zm9v.fyLEImF-r3ro2KJGK6cE1r304rKYqPMDLOwWF7A8cn4';
    assert.notEqual((await judge(empty, { ...hmacKey, kid: 'hs256_key', k: '' })).signature, 'valid');
    const short =
      'eyJhbGciOiJIUzI1NiIsImtpZCI6InNob3J0X2hzMjU2X2tleSJ9.Zm9v.OHXFiYUEmZcuvFx8FTvvN0fCfe8bspBX1ctB4dqcv0U';
    const key = { ...hmacKey, kid: 'short_hs256_key', k: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg' };
    const { signature, findings } = await judge(short, key);
    assert.equal(signature, 'valid');
    assert.ok(findings.some(({ ruleId }) => ruleId === 'hmac-secret-short'));
  });
});
