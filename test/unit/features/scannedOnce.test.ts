import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { inspectDocument, inspectText } from '../../../src/core/documents/inspectText.ts';
import { MarkedIndex, serializedTokens } from '../../../src/core/token/markedIndex.ts';
import { SpanIndex } from '../../../src/core/token/spanIndex.ts';
import type { TokenPlaces } from '../../../src/core/token/tokenPlaces.ts';
import { DocumentProblemCache } from '../../../src/features/diagnostics/documentProblems.ts';
import { callsOf } from '../../support/callsOf.ts';
import { encode, hs256 } from '../../support/jose.ts';

const claims = { iss: 'https://login.corp.io', jti: 'one', exp: 1_800_000_000 };
const secret = 'kD3vQz8nLw5rTb1xYf7mHc2gJs9pUa4e';
const token = hs256(claims, secret);
const other = hs256({ ...claims, sub: 'other' }, secret);
const [header, payload, signature] = other.split('.');
const inJson = JSON.stringify({ protected: header, payload, signature }, undefined, 2);

/** Documents whose rules ask where tokens are, and the rule that finds something in each. */
const documents: Readonly<Record<string, readonly [text: string, rule: string]>> = {
  'two tokens with one ID': [`${token}\n\n${other}\n`, 'jti-reused'],
  'a token in JSON serialization beside a compact one': [`${token}\n\n${inJson}\n`, 'jti-reused'],
  'a token in a URL': [`curl "https://api.corp.io/orders?access_token=${token}"\n`, 'token-in-url'],
  'a token that travels openly': [`curl -H "Authorization: ${token}" http://api.corp.io/\n`, 'token-over-http'],
  'an ID token with the hash of another access token': [
    JSON.stringify({ id_token: hs256({ ...claims, at_hash: encode('x') }, secret), access_token: other }),
    'id-token-hash-mismatch',
  ],
};

/** Where the tokens of a text are by the indexes that follow a document, once they have followed the writing of it. */
function indexed(text: string): TokenPlaces {
  const middle = text.length >> 1;
  const compact = new SpanIndex(text.slice(0, middle));
  const serialized = new MarkedIndex(text.slice(0, middle), serializedTokens);
  const slice = (start: number, end: number): string => text.slice(start, end);
  const edits = [{ start: middle, removed: 0, inserted: text.length - middle }];
  compact.update(edits, slice);
  serialized.update(edits, slice);
  return { compact: () => compact.spans(), serialized: () => serialized.first(slice) };
}

describe('a document', () => {
  const options = { languageId: 'shellscript', rules: new Map() };
  for (const [what, [text, rule]] of Object.entries(documents)) {
    it(`with ${what} is judged the same by the index that follows it as by a scan of its own`, () => {
      const found = inspectText(text, options);
      assert.ok(
        found.some(({ ruleId }) => ruleId === rule),
        JSON.stringify(found.map(({ ruleId }) => ruleId)),
      );
      assert.deepEqual(inspectDocument(text, options, indexed(text)), found);
    });

    it(`with ${what} is not scanned again for Problems`, async () => {
      const places = indexed(text);
      let asked = 0;
      const counted: TokenPlaces = {
        ...places,
        compact: () => {
          asked += 1;
          return places.compact();
        },
      };
      const calls = await callsOf(['scan', 'findSerialized', 'inspectDocument'], () => {
        new DocumentProblemCache().refresh(documentOf(text), problemOptions, counted);
      });
      assert.equal(calls.get('inspectDocument'), 1);
      assert.equal(asked, 1);
      assert.equal(calls.get('scan'), 0);
    });
  }

  it('whose rules about tokens are off is not even asked where its tokens are', () => {
    const off = new Map(
      ['id-token-hash-mismatch', 'dpop-mismatch', 'key-binding-mismatch', 'jti-reused', 'rsa-key-recoverable'].map(
        (rule) => [rule, 'off'] as const,
      ),
    );
    const nobody = (): never => assert.fail('asked for the places of tokens');
    const places: TokenPlaces = { compact: nobody, serialized: nobody };
    const text = `${token}\n\n${other}\n`;
    assert.deepEqual(inspectDocument(text, { rules: off, codeRules: false }, places), []);
    assert.throws(() => inspectDocument(text, { codeRules: false }, places), /asked for the places/);
  });
});

const problemOptions = {
  context: 'live',
  rules: new Map(),
  codeRules: true,
  settingsRules: true,
  sharedKeys: [],
} as const;

/** As much of a document as is read. */
function documentOf(text: string): vscode.TextDocument {
  const document = {
    version: 1,
    languageId: 'shellscript',
    uri: { path: '/orders.sh' },
    lineCount: 1,
    lineAt: () => ({ range: { end: {} } }),
    offsetAt: () => text.length,
    getText: () => text,
  };
  return document as unknown as vscode.TextDocument;
}
