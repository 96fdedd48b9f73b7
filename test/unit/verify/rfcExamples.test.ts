import assert from 'node:assert/strict';

import type { JWK } from 'jose';

import { verify } from '../../../src/core/verify/verify.ts';

interface Example {
  readonly source: string;
  readonly jwk: JWK;
  readonly token: string;
}

const joeExpires = 1_300_819_380;
const joe = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';

/** Signatures made by the authors of the standards: an implementation that only agrees with itself fails here. */
const examples: readonly Example[] = [
  {
    source: 'RFC 7515 A.1 (HS256)',
    jwk: { kty: 'oct', k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow' },
    token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${joe}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
  },
  {
    source: 'RFC 7515 A.2 (RS256)',
    jwk: {
      kty: 'RSA',
      n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
      e: 'AQAB',
    },
    token: `eyJhbGciOiJSUzI1NiJ9.${joe}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
  },
  {
    source: 'RFC 7515 A.3 (ES256)',
    jwk: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
    token: `eyJhbGciOiJFUzI1NiJ9.${joe}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
  },
  {
    source: 'RFC 7515 A.4 (ES512)',
    jwk: {
      kty: 'EC',
      crv: 'P-521',
      x: 'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk',
      y: 'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2',
    },
    token:
      'eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn',
  },
  {
    source: 'RFC 8037 A.4 (EdDSA)',
    jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    token:
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  },
];

describe('verify: examples of the RFCs', () => {
  for (const { source, jwk, token } of examples) {
    it(source, async () => {
      const before = await verify(token, { keys: [{ material: jwk }], now: new Date((joeExpires - 1) * 1000) });
      assert.equal(before.signature, 'valid');
      const [header, payload = '', signature] = token.split('.');
      const other = `${payload.slice(0, 8)}${payload[8] === 'A' ? 'B' : 'A'}${payload.slice(9)}`;
      assert.equal(
        (await verify(`${header}.${other}.${signature}`, { keys: [{ material: jwk }] })).signature,
        'invalid',
      );
    });
  }

  it('RFC 7515 A.1 ends at its last second and its tolerance', async () => {
    const [{ jwk, token }] = examples as [Example];
    const judge = async (seconds: number) => {
      const profile = { algorithms: ['HS256'], issuer: 'joe', audience: null };
      return (await verify(token, { keys: [{ material: jwk }], profile, now: new Date(seconds * 1000) })).verdict;
    };
    assert.equal(await judge(joeExpires + 59), 'verified');
    assert.equal(await judge(joeExpires + 60), 'rejected');
  });

  it('RFC 7515 A.5 (none)', async () => {
    const verification = await verify(`eyJhbGciOiJub25lIn0.${joe}.`, { keys: [], now: new Date(0) });
    assert.deepEqual([verification.signature, verification.verdict], ['not-checked', 'rejected']);
  });

  it('RFC 7797 4.2 (b64 false, detached)', async () => {
    const [{ jwk }] = examples as [Example];
    const token =
      'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY';
    const judge = async (payload?: string) => {
      const detached = payload === undefined ? {} : { detachedPayload: new TextEncoder().encode(payload) };
      return (await verify(token, { keys: [{ material: jwk }], ...detached })).signature;
    };
    assert.equal(await judge('$.02'), 'valid');
    assert.equal(await judge('$.03'), 'invalid');
    assert.equal(await judge(), 'not-checked');
  });

  it('RFC 7515 appendix F (detached)', async () => {
    const [{ jwk, token }] = examples as [Example];
    const detachedPayload = new Uint8Array(Buffer.from(joe, 'base64url'));
    const detached = token.replace(joe, '');
    assert.equal((await verify(detached, { keys: [{ material: jwk }], detachedPayload })).signature, 'valid');
    assert.equal((await verify(detached, { keys: [{ material: jwk }] })).signature, 'not-checked');
  });
});
