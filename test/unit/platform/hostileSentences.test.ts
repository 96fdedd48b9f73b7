import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { decrypt, inspect, inspectText, sign, verify } from '../../../src/core/api.ts';
import { summarizeKeys } from '../../../src/core/keys/keySummary.ts';
import { parseSettings } from '../../../src/core/settings/settings.ts';
import { inert, listed, quoted, visibleStart } from '../../../src/core/text/visible.ts';
import { issuerDetails, issuerRow, keyRow, storedKeyRow } from '../../../src/features/keysView/keyRows.ts';
import { readAuthorization } from '../../../src/services/network/authorization.ts';
import { readIssuerMetadata } from '../../../src/services/network/issuerMetadata.ts';
import { readPublicKeys } from '../../../src/services/network/publicKeys.ts';
import { encode } from '../../support/jose.ts';

const hostile: Readonly<Record<string, string>> = {
  'a link that runs a command': '[Verified](command:workbench.action.terminal.new)',
  'a link with a title': '[x](https://evil.example "title")',
  'a picture': '![x](https://evil.example/a.png)',
  'an icon': '$(verified-filled) $(zap)',
  markup: '<img src=x onerror=alert(1)> <a href="command:x">y</a>',
  code: '`code` ```block```',
  'bidi and zero-width characters': '\u202e\u2066a\u200b\u200f\ufeff',
  'controls and line ends': 'a\r\nb\u0000\u001b[31m\u0085\u2028c',
  'half a pair': '\ud800a\udc00',
  'a flood': 'x'.repeat(5000),
};

/** What no surface may be given of somebody else’s text. */
function assertQuiet(sentence: string, where: string): void {
  assert.doesNotMatch(sentence, /\]\(|\$\(|<img|<a |`code|```/, where);
  assert.doesNotMatch(sentence, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, where);
  assert.ok(sentence.length < 2000, `${where}: ${sentence.length} characters`);
}

describe('somebody else’s text in a sentence', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ec = publicKey.export({ format: 'jwk' });

  for (const [name, text] of Object.entries(hostile)) {
    describe(name, () => {
      it('is nothing but text where it is quoted', () => {
        for (const sentence of [visibleStart(text), quoted(text), listed([text, text]), listed(Array(50).fill(text))])
          assertQuiet(sentence, 'quoting');
        assert.doesNotMatch(inert(text), /\]\(/);
      });

      it('acts in no member of a token', async () => {
        const members = [
          'alg',
          'typ',
          'cty',
          'kid',
          'enc',
          'zip',
          'jku',
          'x5u',
          'crit',
          'b64',
          'iss',
          'aud',
          'sub',
          'exp',
          'nbf',
          'cnf',
        ];
        for (const member of [...members, text]) {
          for (const value of [text, [text], { [text]: text }]) {
            const tokens = [
              `${encode({ alg: 'ES256', [member]: value })}.${encode({ iss: 'a' })}.${'A'.repeat(86)}`,
              `${encode({ alg: 'ES256' })}.${encode({ iss: 'a', [member]: value })}.${'A'.repeat(86)}`,
              `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM', [member]: value })}.AA.AA.AA.AA`,
            ];
            for (const token of tokens) {
              const { checks, explanations, findings } = await verify(token, { keys: [{ material: ec }] });
              for (const { detail } of [...checks, ...explanations])
                assertQuiet(detail, `${member}: ${detail.slice(0, 200)}`);
              for (const { message } of [...findings, ...inspect(token)])
                assertQuiet(message, `${member}: ${message.slice(0, 200)}`);
              const { reason = '' } = await decrypt(token, { keys: [{ material: ec }] });
              assertQuiet(reason, `${member}: ${reason.slice(0, 200)}`);
            }
          }
        }
      });

      it('acts in no member of a key, a key set or metadata', async () => {
        for (const member of ['alg', 'use', 'kid', 'key_ops', 'kty', 'crv', 'x', 'x5c', 'x5t', text]) {
          for (const value of [text, [text], { [text]: text }]) {
            const jwk = { ...ec, [member]: value };
            const { problems, keys } = await summarizeKeys([{ material: { keys: [jwk] } }]);
            const rows = keys
              .map(keyRow)
              .flatMap(({ label, description = '', tooltip = '' }) => [label, description, ...tooltip.split('\n')]);
            const read = readPublicKeys(JSON.stringify({ keys: [jwk], [text]: text }));
            const { checks } = await verify(`${encode({ alg: 'ES256' })}.e30.${'A'.repeat(86)}`, {
              keys: [{ name: text, material: jwk }],
              profile: { issuer: text, audience: [text], algorithms: [text], tokenType: text, requiredClaims: [text] },
            });
            const refusal = await sign({}, { key: { material: jwk } }).catch((error: unknown) => String(error));
            for (const sentence of [
              ...problems,
              ...rows,
              ...(read.ok ? read.notes : [read.problem]),
              ...checks.map(({ detail }) => detail),
              refusal,
            ])
              assertQuiet(sentence, `${member}: ${sentence.slice(0, 200)}`);
            for (const { message } of inspectText(JSON.stringify(jwk), { fileName: text }))
              assertQuiet(message, member);
          }
        }
        for (const document of [{ issuer: text }, { issuer: 'https://a.example', jwks_uri: text }, { [text]: text }]) {
          const read = readIssuerMetadata(JSON.stringify(document), 'https://a.example');
          assertQuiet(read.ok ? '' : read.problem, 'metadata');
        }
      });

      it('acts in no setting, and no name of an issuer, a key or a file', () => {
        const entry = {
          name: text,
          issuer: text,
          audience: [text],
          algorithms: ['RS256'],
          jwksFile: text,
          environment: text,
        };
        const { problems, issuers } = parseSettings({
          issuers: [entry, { ...entry, [text]: 1 }, { ...entry, name: 'b', algorithms: [text] }, text],
          'diagnostics.rules': { [text]: 'off' },
          'diagnostics.contexts': { [text]: text },
          ignore: [text],
          'network.allowedOrigins': [text],
          clockTolerance: text,
        });
        for (const { message } of problems) assertQuiet(message, message.slice(0, 200));
        const status = { keys: [], problems: [text] };
        const rows = issuers.flatMap((issuer) => [
          issuerRow(issuer),
          ...issuerDetails(issuer, { ...status, problems: [] }),
        ]);
        rows.push(storedKeyRow({ name: text, kind: 'secret', detail: text }));
        for (const { label, description = '', tooltip = '' } of rows)
          for (const shown of [label, description, tooltip]) assertQuiet(shown, shown.slice(0, 200));
        const refused = readAuthorization({ material: 'two words and more' }, text);
        assertQuiet(refused.ok ? '' : refused.problem, 'authorization');
      });
    });
  }
});
