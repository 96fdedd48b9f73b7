import assert from 'node:assert/strict';
import { parseToken } from '../../../../src/core/token/parse.ts';
import { timeState } from '../../../../src/core/claims/timeState.ts';
import { memberRows, memberTable, memberText, partText } from '../../../../src/panel/view/memberRows.ts';
import type { MemberRow } from '../../../../src/panel/protocol/pageView.ts';
import { encode, hs256 } from '../../../support/jose.ts';

const now = new Date(1_800_000_000_000);

function rowsOf(payload: object | string): readonly MemberRow[] {
  const token = parseToken(hs256(payload, 'secret'));
  return memberRows(token, 'payload', timeState(token.payload?.json, now, 60));
}

describe('rows of header and claims', () => {
  it('say what a claim means and who says so', () => {
    const [row] = rowsOf({ iss: 'https://login.example' });
    assert.equal(row?.value, 'https://login.example');
    assert.match(row.meaning ?? '', /Issuer/);
    assert.equal(row.source, 'RFC 7519 §4.1.1');
  });

  it('say what an algorithm is', () => {
    const [row] = memberRows(parseToken(hs256({}, 'secret')), 'header', timeState(undefined, now, 60));
    assert.match(row?.meaning ?? '', /HMAC.*SHA-256/);
  });

  it('lead to the characters of the token', () => {
    const token = hs256({ sub: 'u17', role: 'admin' }, 'secret');
    const row = memberRows(parseToken(token), 'payload', timeState(undefined, now, 60))[1];
    assert.ok(row);
    const around = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    const first = row.start - token.indexOf('.') - 1;
    assert.ok(Math.abs(first - (around.indexOf('"role"') * 4) / 3) <= 1);
    assert.ok(row.end > row.start && token.slice(row.start, row.end).length < 30);
  });

  it('alarm about the time that is wrong, and no other', () => {
    const rows = rowsOf({ iat: 1_799_000_000, exp: 1_799_999_999 });
    assert.deepEqual(
      rows.map(({ name, kind, seconds, alarming }) => ({ name, kind, seconds, alarming })),
      [
        { name: 'iat', kind: 'time', seconds: 1_799_000_000, alarming: false },
        { name: 'exp', kind: 'time', seconds: 1_799_999_999, alarming: true },
      ],
    );
  });

  it('show a time that is no NumericDate as the JSON it is', () => {
    const [row] = rowsOf({ exp: 'tomorrow' });
    assert.equal(row?.kind, 'text');
    assert.equal(row.seconds, undefined);
  });

  it('keep integers beyond 2^53, duplicates and members called __proto__', () => {
    const rows = rowsOf('{"big":9007199254740993,"a":1,"a":2,"__proto__":{"admin":true}}');
    assert.deepEqual(
      rows.map(({ name, value }) => [name, value.replaceAll(/\s/g, '')]),
      [
        ['big', '9007199254740993'],
        ['a', '1'],
        ['a', '2'],
        ['__proto__', '{"admin":true}'],
      ],
    );
  });

  it('show what cannot be seen as code points, in names, texts and JSON', () => {
    const rows = rowsOf({ 'a\u200b': 'x\u202ey\nz', list: ['\u2066'] });
    assert.equal(rows[0]?.name, 'a⟨U+200B⟩');
    assert.equal(rows[0].value, 'x⟨U+202E⟩y⟨U+000A⟩z');
    assert.equal(rows[1]?.value, '[\n  "⟨U+2066⟩"\n]');
  });

  it('cut a long value and say how long it was', () => {
    const [row] = rowsOf({ note: 'x'.repeat(100_000) });
    assert.ok((row?.value.length ?? 0) <= 500);
    assert.equal(row?.cutFrom, 100_000);
  });

  it('end where nobody reads on, and say how many more there are: the JSON has them all, and so has a copy', () => {
    const claims = Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`claim-${index}`, index]));
    const token = parseToken(hs256(claims, 'secret'));
    const { rows, more, json } = memberTable(token, 'payload', timeState(undefined, now, 60));
    assert.equal(rows.length + more, 9000);
    assert.ok(rows.length <= 300);
    assert.ok(json.includes('"claim-8999"'));
    assert.equal(memberText(token, 'payload', 8999), '8999');
  });

  it('cut JSON that grows when it is written over lines, and say so', () => {
    const deep = `${'['.repeat(60)}1${']'.repeat(60)}`;
    const token = parseToken(hs256(`{"a":[${Array.from({ length: 1000 }, () => deep).join(',')}]}`, 'secret'));
    const { rows, json } = memberTable(token, 'payload', timeState(undefined, now, 60));
    assert.ok(json.length < 301_000);
    assert.ok(json.endsWith('… cut here. Use Copy to get all of it'));
    assert.ok((rows[0]?.cutFrom ?? 0) > 300_000);
    assert.deepEqual(JSON.parse(partText(token, 'payload')), JSON.parse(token.payload?.text ?? ''));
  });

  it('copy a string bare and anything else as JSON', () => {
    const token = parseToken(hs256({ a: 'text\u202e', b: [1] }, 'secret'));
    assert.deepEqual(
      [0, 1, 2].map((index) => memberText(token, 'payload', index)),
      ['text\u202e', '[\n  1\n]', undefined],
    );
  });

  it('show a payload that is no JSON as its text', () => {
    assert.equal(partText(parseToken(hs256('plain text', 'secret')), 'payload'), 'plain text');
    assert.deepEqual(rowsOf('plain text'), []);
  });

  it('show what an SD-JWT discloses, by name and as elements of arrays', () => {
    const disclosures = [
      ['salt', 'given_name', 'Ada'],
      ['salt', 'DE'],
    ].map(encode);
    const token = `${hs256({ _sd: ['x'] }, 'secret')}~${disclosures.join('~')}~`;
    const rows = memberRows(parseToken(token), 'disclosures', timeState(undefined, now, 60));
    assert.deepEqual(
      rows.map(({ name, value, start, end }) => [name, value, token.slice(start, end)]),
      [
        ['given_name', 'Ada', disclosures[0]],
        ['array element', 'DE', disclosures[1]],
      ],
    );
    assert.equal(rows[0]?.meaning, 'First name');
  });
});
