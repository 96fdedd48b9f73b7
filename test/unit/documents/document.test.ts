import assert from 'node:assert/strict';
import { catalogue, ruleOf } from '../../../src/core/documents/catalogue.ts';
import { codeRules } from '../../../src/core/documents/code/codeRules.ts';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { documentCases } from './documentCases.ts';
import type { DocumentCase } from './documentCases.ts';
import { relatedTokenCases } from './relatedCases.ts';
import { readMarks } from './marked.ts';

function findingsOf(ruleId: string, { text, options }: DocumentCase): readonly Finding[] {
  const rule = ruleOf(ruleId);
  return inspectText(text, {
    ...(rule?.optIn && { rules: new Map([[ruleId, rule.severity]]) }),
    ...options,
  }).filter((finding) => finding.ruleId === ruleId);
}

function firstFiring(ruleId: string): DocumentCase {
  const [first] = Object.values(documentCases[ruleId]?.fires ?? {});
  assert.ok(first, ruleId);
  return first;
}

describe('document rules', () => {
  for (const [ruleId, { fires, quiet }] of Object.entries(documentCases)) {
    describe(ruleId, () => {
      it('has documents that fire it and near misses', () => {
        assert.ok(Object.keys(fires).length >= 2 && Object.keys(quiet).length >= 2);
      });

      for (const [reason, { text: marked, options }] of Object.entries(fires)) {
        it(`fires ${reason}`, () => {
          const { text, places } = readMarks(marked);
          assert.ok(places.length > 0);
          const findings = findingsOf(ruleId, { text, ...(options && { options }) });
          assert.deepEqual(
            findings.map(({ start, end }) => text.slice(start, end)),
            places.map(({ start, end }) => text.slice(start, end)),
          );
          assert.deepEqual(
            findings.map(({ start, end }) => ({ start, end })),
            places,
          );
        });
      }
      for (const [reason, miss] of Object.entries(quiet)) {
        it(`stays silent ${reason}`, () => {
          assert.deepEqual(findingsOf(ruleId, miss), []);
        });
      }
    });
  }

  it('have cases for every rule of documents', () => {
    const inCode = new Set(codeRules.map(({ id }) => id));
    assert.deepEqual(
      catalogue.filter(({ id, needs }) => needs === 'document' && !inCode.has(id) && !documentCases[id]),
      [],
    );
  });

  it('link the issuers that share a key', () => {
    const { text: marked, ...others } = firstFiring('key-shared-across-environments');
    const { text } = readMarks(marked);
    const found = findingsOf('key-shared-across-environments', { ...others, text });
    const linked = found.map(({ related }) => related?.map(({ start, end }) => text.slice(start, end)));
    assert.deepEqual(linked, [['{"name":"b","environment": "production"}'], ['{"name":"a","environment":"test"}']]);
  });

  it('tell an issuer that is stated as not used from one that is forgotten', () => {
    const severityWith = (issuer: string) =>
      inspectText(`{"jwtInspector.issuers":[{"name":"a"${issuer}}]}`, { fileName: 'settings.json' })[0]?.severity;
    assert.deepEqual([severityWith(''), severityWith(',"issuer":null')], ['warning', 'information']);
  });

  for (const id of Object.keys(relatedTokenCases)) {
    it(`link the other place: ${id}`, () => {
      for (const fires of Object.values(documentCases[id]?.fires ?? {})) {
        const { text } = readMarks(fires.text);
        const [finding] = findingsOf(id, { ...fires, text });
        const [place] = finding?.related ?? [];
        assert.ok(finding && place && place.start < place.end);
        assert.ok(place.end <= finding.start || place.start >= finding.end);
      }
    });
  }

  it('link the earlier of two keys of one ID', () => {
    const { text } = readMarks(firstFiring('jwks-duplicate-kid').text);
    const [finding] = findingsOf('jwks-duplicate-kid', { text });
    const [place] = finding?.related ?? [];
    assert.equal(place?.start, text.indexOf('"kid"'));
  });

  it('looks at every certificate of a key, as it does in the header of a token', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
    const faultsOf = (x5c: unknown) =>
      findingsOf('x5c-malformed', { text: JSON.stringify({ keys: [{ ...key, x5c }] }) }).length;
    assert.equal(faultsOf('MIIB'), 1, 'no list');
    assert.equal(faultsOf([]), 1, 'an empty list');
    assert.equal(faultsOf(['AAAA', '-----BEGIN CERTIFICATE-----', 17]), 3, 'no certificates');
    assert.equal(faultsOf(undefined), 0, 'none at all');
  });
});
