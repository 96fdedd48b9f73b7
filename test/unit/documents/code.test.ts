import assert from 'node:assert/strict';
import { ruleOf } from '../../../src/core/documents/catalogue.ts';
import { codeRules } from '../../../src/core/documents/code/codeRules.ts';
import { codeLanguages } from '../../../src/core/documents/code/codeLanguages.ts';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { codeCases } from './codeCases.ts';
import { libraryCases } from './libraryCases.ts';
import { readMarks } from './marked.ts';

function findingsOf(ruleId: string, text: string, languageId: string): readonly Finding[] {
  const rule = ruleOf(ruleId);
  return inspectText(text, {
    languageId,
    ...(rule?.optIn && { rules: new Map([[ruleId, rule.severity]]) }),
  }).filter((finding) => finding.ruleId === ruleId);
}

describe('code rules', () => {
  for (const { ruleId, languageId, fires, quiet } of codeCases) {
    describe(`${ruleId} in ${languageId}`, () => {
      it('has code that fires it and near misses', () => {
        assert.ok(Object.keys(fires).length >= 2 && Object.keys(quiet).length >= 2);
      });

      for (const [reason, marked] of Object.entries(fires)) {
        it(`fires ${reason}`, () => {
          const { text, places } = readMarks(marked);
          assert.ok(places.length > 0);
          assert.deepEqual(
            findingsOf(ruleId, text, languageId).map(({ start, end }) => ({ start, end })),
            places,
          );
        });
      }
      for (const [reason, text] of Object.entries(quiet)) {
        it(`stays silent ${reason}`, () => {
          assert.deepEqual(findingsOf(ruleId, text, languageId), [], text);
        });
      }
    });
  }

  for (const { languageId, fires, quiet } of libraryCases) {
    it(`underline in ${languageId} what the documentation of libraries has, and nothing in ordinary code`, () => {
      for (const { text, places } of [...fires, ...quiet].map(readMarks)) {
        const found = inspectText(text, { languageId }).map(({ start, end }) => ({ start, end }));
        assert.deepEqual(found, places, text);
      }
    });
  }

  it('have cases for each rule, and for each language its secrets and switched off verification', () => {
    const covered = new Set(codeCases.flatMap(({ ruleId, languageId }) => [ruleId, `${ruleId} ${languageId}`]));
    for (const { id } of codeRules) assert.ok(covered.has(id), id);
    for (const { ids: endings, rows } of codeLanguages) {
      const ids = Object.keys(endings);
      for (const { ruleId } of rows.filter((row) => /hardcoded|disabled/.test(row.ruleId))) {
        assert.ok(
          ids.some((id) => covered.has(`${ruleId} ${id}`)),
          `${ruleId} ${ids.join()}`,
        );
      }
    }
  });

  it('are an error where the secret is also too short for any HMAC, or one that everybody knows', () => {
    const severity = (secret: string) =>
      inspectText(`JWT_SECRET = '${secret}'`, { languageId: 'python', context: 'source' })[0]?.severity;
    assert.equal(severity('a'.repeat(31)), 'error');
    assert.equal(severity('k'.repeat(32)), 'warning');
    assert.equal(severity('a-string-secret-at-least-256-bits-long'), 'error');
  });

  it('know a language by its file name where nobody names it', () => {
    const text = `jwt.sign(payload, 'hush')`;
    assert.equal(inspectText(text, { fileName: 'C:\\src\\Auth.TS' }).length, 1);
    assert.equal(inspectText(text, { fileName: 'src/auth.txt' }).length, 0);
    assert.equal(inspectText(text, { fileName: 'src/auth.ts', languageId: 'plaintext' }).length, 0);
  });

  it('are switched off together', () => {
    for (const { fires, languageId } of codeCases) {
      for (const marked of Object.values(fires))
        assert.deepEqual(inspectText(readMarks(marked).text, { languageId, codeRules: false }), []);
    }
  });
});
