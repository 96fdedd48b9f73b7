import assert from 'node:assert/strict';

import { inspect } from '../../../src/core/rules/inspect.ts';
import { find } from '../../../src/core/token/find.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { frodo, rfcExamples } from '../../fixtures/keys/rfcExamples.ts';
import type { Example } from '../../fixtures/keys/rfcExamples.ts';

/** The symmetric signing key of RFC 7520 §3.5. */
const hmac = {
  kty: 'oct',
  kid: '018c0ae5-4d9b-471b-bfd6-eef314bc7037',
  use: 'sig',
  alg: 'HS256',
  k: 'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg',
};
const jwkOf = (source: string) => {
  const example = rfcExamples.find((each) => each.source.startsWith(source));
  assert.ok(example);
  return example.jwk;
};
const { kid } = hmac;
const byHmac = {
  protected: 'eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9',
  signature: 's0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0',
};
const partly = {
  protected: 'eyJhbGciOiJIUzI1NiJ9',
  header: { kid },
  signature: 'bWUSVaxorn7bEF1djytBd0kHv70Ly5pvbomzMWSOr20',
};
const notProtected = { header: { alg: 'HS256', kid }, signature: 'xuLifqLGiblpv9zBpuZczWhNj1gARaLV3UxvxhJxZuk' };
const byRsa = {
  protected: 'eyJhbGciOiJSUzI1NiJ9',
  header: { kid: 'bilbo.baggins@hobbiton.example' },
  signature:
    'MIsjqtVlOpa71KE-Mss8_Nq2YH4FGhiocsqrgi5NvyG53uoimic1tcMdSg-qptrzZc7CG6Svw2Y13TDIqHzTUrL_lR2ZFcryNFiHkSw129EghGpwkpxaTn_THJTCglNbADko1MZBCdwzJxwqZc-1RlpO2HibUYyXSwO97BSe0_evZKdjvvKSgsIqjytKSeAMbhMBdMma622_BG5t4sdbuCHtFjp9iJmkio47AIwqkZV1aIZsv33uPUqBBCXbYoQJwt7mxPftHmNlGoOSMxR_3thmXTCm4US-xiNOyhbm8afKK64jU6_TPtQHiJeQJxz9G3Tx-083B745_AfYOnlC9w',
};
const byEc = {
  header: { alg: 'ES512', kid: 'bilbo.baggins@hobbiton.example' },
  signature:
    'ARcVLnaJJaUWG8fG-8t5BREVAuTY8n8YHjwDO1muhcdCoFZFFjfISu0Cdkn9Ybdlmi54ho0x924DUz8sK7ZXkhc7AFM8ObLfTvNCrqcI3Jkl2U5IX3utNhODH6v7xgy1Qahsn0fyb4zSAkje8bAWz4vIfj5pCMYxxm4fgV3q7ZYhm5eD',
};

describe('JWS in JSON serialization: examples of the RFCs', () => {
  const signed: readonly (readonly [source: string, one: object])[] = [
    ['RFC 7520 §4.4 (integrity protection)', byHmac],
    ['RFC 7520 §4.6 (specific header fields)', partly],
    ['RFC 7520 §4.7 (content only)', notProtected],
  ];
  for (const [source, one] of signed) {
    it(source, async () => {
      for (const token of [
        { payload: frodo, ...one },
        { payload: frodo, signatures: [one] },
      ]) {
        const text = JSON.stringify(token, undefined, 2);
        assert.deepEqual(find(`a ${text} b`), [{ start: 2, end: 2 + text.length }]);
        assert.equal(decode(text).header?.['kid'], kid);
        assert.match(String(decode(text).payload), /^It’s a dangerous business, Frodo/);
        assert.equal((await verify(text, { keys: [{ material: hmac }] })).signature, 'valid');
        const other = text.replace(frodo, frodo.replace('S', 'T'));
        assert.equal((await verify(other, { keys: [{ material: hmac }] })).signature, 'invalid');
        assert.deepEqual(
          inspect(text).filter(({ severity }) => severity === 'error'),
          [],
        );
      }
    });
  }

  it('RFC 7520 §4.5 (detached)', async () => {
    for (const token of [byHmac, { signatures: [byHmac] }]) {
      const text = JSON.stringify(token);
      const judge = async (detachedPayload?: Uint8Array) =>
        (await verify(text, { keys: [{ material: hmac }], ...(detachedPayload && { detachedPayload }) })).signature;
      assert.deepEqual(find(text), [{ start: 0, end: text.length }]);
      assert.equal(await judge(), 'not-checked');
      assert.equal(await judge(Buffer.from(frodo, 'base64url')), 'valid');
      assert.equal(await judge(Buffer.from('another')), 'invalid');
      assert.ok(inspect(text).some(({ ruleId }) => ruleId === 'detached-payload'));
    }
  });

  it('RFC 7520 §4.8 (multiple signatures)', async () => {
    const text = JSON.stringify({ payload: frodo, signatures: [byRsa, byEc, byHmac] });
    const [rsa, ec] = [jwkOf('RFC 7520 §4.2'), jwkOf('RFC 7520 §4.3')];
    const outcomes = async (...keys: Example['jwk'][]) =>
      (await verify(text, { keys: keys.map((material) => ({ material })) })).signatures?.map((each) => each.signature);
    assert.deepEqual(await outcomes(rsa, ec, hmac), ['valid', 'valid', 'valid']);
    assert.deepEqual(await outcomes(ec), ['not-checked', 'valid', 'not-checked']);
    assert.equal((await verify(text, { keys: [{ material: hmac }] })).signature, 'valid');
    assert.deepEqual(
      decode(text).headers?.map(({ alg }) => alg),
      ['RS256', 'ES512', 'HS256'],
    );
  });

  it('RFC 7515 §A.7, RFC 7797 §4.1 and §4.2', async () => {
    const secret = {
      kty: 'oct',
      k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    };
    const tokens = [
      {
        material: jwkOf('RFC 7515 A.3'),
        payload: 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
        protected: 'eyJhbGciOiJFUzI1NiJ9',
        header: { kid: 'e9bc097a-ce51-4036-9562-d2ade882db0d' },
        signature: 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
      },
      {
        material: secret,
        payload: 'JC4wMg',
        protected: 'eyJhbGciOiJIUzI1NiJ9',
        signature: '5mvfOroL-g7HyqJoozehmsaqmvTYGEq5jTI1gVvoEoQ',
      },
      {
        material: secret,
        payload: '$.02',
        protected: 'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19',
        signature: 'A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY',
      },
    ];
    for (const { material, ...token } of tokens) {
      const named = 'header' in token ? { ...material, kid: token.header.kid } : material;
      const { signature } = await verify(JSON.stringify(token), { keys: [{ material: named }] });
      assert.equal(signature, 'valid', token.payload);
    }
    assert.equal(decode(JSON.stringify({ ...tokens[2], material: undefined })).payload, '$.02');
  });
});

describe('JWE in JSON serialization: examples of the RFCs', () => {
  /** The key of RFC 7520 §5.8 to §5.12. */
  const wrapping = {
    kty: 'oct',
    kid: '81b20965-8332-43d9-a468-82160ad91ac8',
    use: 'enc',
    alg: 'A128KW',
    k: 'GZy6sIZ6wl9NJOKB-jnmVQ',
  };
  const opensWith = async (token: object, ...keys: Example['jwk'][]): Promise<string | undefined> => {
    const text = JSON.stringify(token, undefined, 2);
    assert.deepEqual(find(`\n${text}`), [{ start: 1, end: 1 + text.length }]);
    const { plaintext } = await decrypt(text, { keys: keys.map((material) => ({ material })) });
    return plaintext && new TextDecoder().decode(plaintext);
  };

  const encrypted: readonly (readonly [source: string, key: string, shared: Readonly<Record<string, unknown>>])[] = [
    [
      'RFC 7520 §5.9 (compressed)',
      '5vUT2WOtQxKWcekM_IzVQwkGgzlFDwPi',
      {
        protected:
          'eyJhbGciOiJBMTI4S1ciLCJraWQiOiI4MWIyMDk2NS04MzMyLTQzZDktYTQ2OC04MjE2MGFkOTFhYzgiLCJlbmMiOiJBMTI4R0NNIiwiemlwIjoiREVGIn0',
        iv: 'p9pUq6XHY0jfEZIl',
        ciphertext:
          'HbDtOsdai1oYziSx25KEeTxmwnh8L8jKMFNc1k3zmMI6VB8hry57tDZ61jXyezSPt0fdLVfe6Jf5y5-JaCap_JQBcb5opbmT60uWGml8blyiMQmOn9J--XhhlYg0m-BHaqfDO5iTOWxPxFMUedx7WCy8mxgDHj0aBMG6152PsM-w5E_o2B3jDbrYBKhpYA7qi3AyijnCJ7BP9rr3U8kxExCpG3mK420TjOw',
        tag: 'VILuUwuIxaLVmh5X-T7kmA',
      },
    ],
    [
      'RFC 7520 §5.10 (additional authenticated data)',
      '4YiiQ_ZzH76TaIkJmYfRFgOV9MIpnx4X',
      {
        protected:
          'eyJhbGciOiJBMTI4S1ciLCJraWQiOiI4MWIyMDk2NS04MzMyLTQzZDktYTQ2OC04MjE2MGFkOTFhYzgiLCJlbmMiOiJBMTI4R0NNIn0',
        iv: 'veCx9ece2orS7c_N',
        aad: 'WyJ2Y2FyZCIsW1sidmVyc2lvbiIse30sInRleHQiLCI0LjAiXSxbImZuIix7fSwidGV4dCIsIk1lcmlhZG9jIEJyYW5keWJ1Y2siXSxbIm4iLHt9LCJ0ZXh0IixbIkJyYW5keWJ1Y2siLCJNZXJpYWRvYyIsIk1yLiIsIiJdXSxbImJkYXkiLHt9LCJ0ZXh0IiwiVEEgMjk4MiJdLFsiZ2VuZGVyIix7fSwidGV4dCIsIk0iXV1d',
        ciphertext:
          'Z_3cbr0k3bVM6N3oSNmHz7Lyf3iPppGf3Pj17wNZqteJ0Ui8p74SchQP8xygM1oFRWCNzeIa6s6BcEtp8qEFiqTUEyiNkOWDNoF14T_4NFqF-p2Mx8zkbKxI7oPK8KNarFbyxIDvICNqBLba-v3uzXBdB89fzOI-Lv4PjOFAQGHrgv1rjXAmKbgkft9cB4WeyZw8MldbBhc-V_KWZslrsLNygon_JJWd_ek6LQn5NRehvApqf9ZrxB4aq3FXBxOxCys35PhCdaggy2kfUfl2OkwKnWUbgXVD1C6HxLIlqHhCwXDG59weHrRDQeHyMRoBljoV3X_bUTJDnKBFOod7nLz-cj48JMx3SnCZTpbQAkFV',
        tag: 'vOaH_Rajnpy_3hOtqvZHRA',
      },
    ],
    [
      'RFC 7520 §5.11 (specific header fields)',
      'jJIcM9J-hbx3wnqhf5FlkEYos0sHsF0H',
      {
        protected: 'eyJlbmMiOiJBMTI4R0NNIn0',
        unprotected: { alg: 'A128KW', kid: wrapping.kid },
        iv: 'WgEJsDS9bkoXQ3nR',
        ciphertext:
          'lIbCyRmRJxnB2yLQOTqjCDKV3H30ossOw3uD9DPsqLL2DM3swKkjOwQyZtWsFLYMj5YeLht_StAn21tHmQJuuNt64T8D4t6C7kC9OCCJ1IHAolUv4MyOt80MoPb8fZYbNKqplzYJgIL58g8N2v46OgyG637d6uuKPwhAnTGm_zWhqc_srOvgiLkzyFXPq1hBAURbc3-8BqeRb48iR1-_5g5UjWVD3lgiLCN_P7AW8mIiFvUNXBPJK3nOWL4teUPS8yHLbWeL83olU4UAgL48x-8dDkH23JykibVSQju-f7e-1xreHWXzWLHs1NqBbre0dEwK3HX_xM0LjUz77Krppgegoutpf5qaKg3l-_xMINmf',
        tag: 'fNYLqpUe84KD45lvDiaBAQ',
      },
    ],
    [
      'RFC 7520 §5.12 (content only)',
      '244YHfO_W7RMpQW81UjQrZcq5LSyqiPv',
      {
        unprotected: { alg: 'A128KW', kid: wrapping.kid, enc: 'A128GCM' },
        iv: 'YihBoVOGsR1l7jCD',
        ciphertext:
          'qtPIMMaOBRgASL10dNQhOa7Gqrk7Eal1vwht7R4TT1uq-arsVCPaIeFwQfzrSS6oEUWbBtxEasE0vC6r7sphyVziMCVJEuRJyoAHFSP3eqQPb4Ic1SDSqyXjw_L3svybhHYUGyQuTmUQEDjgjJfBOifwHIsDsRPeBz1NomqeifVPq5GTCWFo5k_MNIQURR2Wj0AHC2k7JZfu2iWjUHLF8ExFZLZ4nlmsvJu_mvifMYiikfNfsZAudISOa6O73yPZtL04k_1FI7WDfrb2w7OqKLWDXzlpcxohPVOLQwpA3mFNRKdY-bQz4Z4KX9lfz1cne31N4-8BKmojpw-OdQjKdLOGkC445Fb_K1tlDQXw2sBF',
        tag: 'e2m0Vm7JvjK2VpCKXS-kyg',
      },
    ],
  ];
  for (const [source, encryptedKey, shared] of encrypted) {
    it(source, async () => {
      const own = { encrypted_key: encryptedKey };
      for (const token of [
        { ...shared, ...own },
        { ...shared, recipients: [own] },
      ]) {
        assert.match((await opensWith(token, wrapping)) ?? '', /^You can trust us to stick with you/);
        assert.equal(await opensWith({ ...token, aad: 'AA' }, wrapping), undefined);
        assert.deepEqual(
          inspect(JSON.stringify(token)).filter(({ severity }) => severity === 'error'),
          [],
        );
      }
    });
  }

  it('RFC 7520 §5.3 (PBES2-HS512+A256KW)', async () => {
    const token = {
      protected:
        'eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJwMnMiOiI4UTFTemluYXNSM3hjaFl6NlpaY0hBIiwicDJjIjo4MTkyLCJjdHkiOiJqd2stc2V0K2pzb24iLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0',
      encrypted_key: 'd3qNhUWfqheyPp4H8sjOWsDYajoej4c5Je6rlUtFPWdgtURtmeDV1g',
      iv: 'VBiCzVHNoLiR3F4V82uoTQ',
      ciphertext:
        '23i-Tb1AV4n0WKVSSgcQrdg6GRqsUKxjruHXYsTHAJLZ2nsnGIX86vMXqIi6IRsfywCRFzLxEcZBRnTvG3nhzPk0GDD7FMyXhUHpDjEYCNA_XOmzg8yZR9oyjo6lTF6si4q9FZ2EhzgFQCLO_6h5EVg3vR75_hkBsnuoqoM3dwejXBtIodN84PeqMb6asmas_dpSsz7H10fC5ni9xIz424givB1YLldF6exVmL93R3fOoOJbmk2GBQZL_SEGllv2cQsBgeprARsaQ7Bq99tT80coH8ItBjgV08AtzXFFsx9qKvC982KLKdPQMTlVJKkqtV4Ru5LEVpBZXBnZrtViSOgyg6AiuwaS-rCrcD_ePOGSuxvgtrokAKYPqmXUeRdjFJwafkYEkiuDCV9vWGAi1DH2xTafhJwcmywIyzi4BqRpmdn_N-zl5tuJYyuvKhjKv6ihbsV_k1hJGPGAxJ6wUpmwC4PTQ2izEm0TuSE8oMKdTw8V3kobXZ77ulMwDs4p',
      tag: '0HlwodAhOCILG5SQ2LQ9dg',
    };
    const password = 'entrap_o\u2013peter_long\u2013credit_tun';
    for (const text of [JSON.stringify(token), Object.values(token).join('.')]) {
      const { plaintext, reason } = await decrypt(text, { keys: [{ material: password }] });
      assert.match(new TextDecoder().decode(plaintext), /^\{"keys":\[\{"kty":"oct"/, reason);
    }
  });

  it('RFC 7520 §5.13 (multiple recipients)', async () => {
    const agreed = {
      kty: 'EC',
      kid: 'peregrin.took@tuckborough.example',
      use: 'enc',
      crv: 'P-384',
      x: 'YU4rRUzdmVqmRtWOs2OpDE_T5fsNIodcG8G5FWPrTPMyxpzsSOGaQLpe2FpxBmu2',
      y: 'A8-yxCHxkfBz3hKZfI1jUYMjUhsEveZ9THuwFjH2sCNdtksRJU7D5-SkgaFL1ETP',
      d: 'iTx2pk7wW-GqJkHcEkFQb2EFyYcO7RugmaW3mRrQVAOUiPommT0IdnYK2xDlZh-j',
    };
    const shared = {
      kty: 'oct',
      kid: '18ec08e1-bfa9-4d95-b205-2b4dd1d4321d',
      use: 'enc',
      alg: 'A256GCMKW',
      k: 'qC57l_uxcm7Nm3K-ct4GFjx8tM1U8CZ0NLBvdQstiS8',
    };
    const token = {
      recipients: [
        {
          encrypted_key:
            'dYOD28kab0Vvf4ODgxVAJXgHcSZICSOp8M51zjwj4w6Y5G4XJQsNNIBiqyvUUAOcpL7S7-cFe7Pio7gV_Q06WmCSa-vhW6me4bWrBf7cHwEQJdXihidAYWVajJIaKMXMvFRMV6iDlRr076DFthg2_AV0_tSiV6xSEIFqt1xnYPpmP91tc5WJDOGb-wqjw0-b-S1laS11QVbuP78dQ7Fa0zAVzzjHX-xvyM2wxj_otxr9clN1LnZMbeYSrRicJK5xodvWgkpIdkMHo4LvdhRRvzoKzlic89jFWPlnBq_V4n5trGuExtp_-dbHcGlihqc_wGgho9fLMK8JOArYLcMDNQ',
          header: { alg: 'RSA1_5', kid: 'frodo.baggins@hobbiton.example' },
        },
        {
          encrypted_key: 'ExInT0io9BqBMYF6-maw5tZlgoZXThD1zWKsHixJuw_elY4gSSId_w',
          header: {
            alg: 'ECDH-ES+A256KW',
            kid: 'peregrin.took@tuckborough.example',
            epk: {
              kty: 'EC',
              crv: 'P-384',
              x: 'Uzdvk3pi5wKCRc1izp5_r0OjeqT-I68i8g2b8mva8diRhsE2xAn2DtMRb25Ma2CX',
              y: 'VDrRyFJh-Kwd1EjAgmj5Eo-CTHAZ53MC7PjjpLioy3ylEjI1pOMbw91fzZ84pbfm',
            },
          },
        },
        {
          encrypted_key: 'a7CclAejo_7JSuPB8zeagxXRam8dwCfmkt9-WyTpS1E',
          header: {
            alg: 'A256GCMKW',
            kid: '18ec08e1-bfa9-4d95-b205-2b4dd1d4321d',
            tag: '59Nqh1LlYtVIhfD3pgRGvw',
            iv: 'AvpeoPZ9Ncn9mkBn',
          },
        },
      ],
      unprotected: { cty: 'text/plain' },
      protected: 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0',
      iv: 'VgEIHY20EnzUtZFl2RpB1g',
      ciphertext:
        'ajm2Q-OpPXCr7-MHXicknb1lsxLdXxK_yLds0KuhJzfWK04SjdxQeSw2L9mu3a_k1C55kCQ_3xlkcVKC5yr__Is48VOoK0k63_QRM9tBURMFqLByJ8vOYQX0oJW4VUHJLmGhF-tVQWB7Kz8mr8zeE7txF0MSaP6ga7-siYxStR7_G07Thd1jh-zGT0wxM5g-VRORtq0K6AXpLlwEqRp7pkt2zRM0ZAXqSpe1O6FJ7FHLDyEFnD-zDIZukLpCbzhzMDLLw2-8I14FQrgi-iEuzHgIJFIJn2wh9Tj0cg_kOZy9BqMRZbmYXMY9YQjorZ_P_JYG3ARAIF3OjDNqpdYe-K_5Q5crGJSDNyij_ygEiItR5jssQVH2ofDQdLChtazE',
      tag: 'BESYyFN7T09KY7i8zKs5_g',
    };
    for (const keys of [[agreed], [shared], [shared, agreed]])
      assert.match((await opensWith(token, ...keys)) ?? '', /^You can trust us to stick with you/);
    assert.equal(await opensWith(token, wrapping), undefined);
    assert.deepEqual(
      decode(JSON.stringify(token)).headers?.map(({ alg }) => alg),
      ['RSA1_5', 'ECDH-ES+A256KW', 'A256GCMKW'],
    );
  });
});
