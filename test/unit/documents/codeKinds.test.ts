import assert from 'node:assert/strict';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import type { InspectTextOptions } from '../../../src/core/documents/inspectText.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { codeKinds } from './codeKinds.ts';
import { contextOf } from '../../../src/core/rules/context.ts';
import { readMarks } from './marked.ts';

describe('in code', () => {
  for (const { promise, ruleId, fires, quiet } of codeKinds) {
    it(promise, () => {
      for (const [languageId, marked] of [...fires, ...quiet]) {
        const { text, places } = readMarks(marked);
        const found = inspectText(text, { languageId }).filter((finding) => finding.ruleId === ruleId);
        assert.deepEqual(
          found.map(({ start, end }) => ({ start, end })),
          places,
          `${languageId}: ${text}`,
        );
      }
    });
  }

  const isSkipping = (finding: Finding): boolean => finding.ruleId === 'verification-disabled';
  const severities = (text: string, options: InspectTextOptions = {}): readonly string[] =>
    inspectText(text, { languageId: 'rust', context: 'source', ...options })
      .filter(isSkipping)
      .map(({ severity }) => severity);
  const skips = 'fn a() { v.validate_exp = false; } // jwt';

  it('the tests of Rust count as tests where they stand in the file that they test', () => {
    const [asSource] = severities(skips);
    const [asTest] = severities(skips, { context: 'test' });
    assert.notEqual(asSource, asTest);
    for (const head of [
      '#[cfg(test)]\nmod tests {',
      '#[cfg(all(test, unix))]\n#[allow(dead_code)]\nmod tests {',
      '#[test]\nfn t() {',
      '#[tokio::test]\nasync fn t() -> Result<(), E> {',
    ])
      assert.deepEqual(severities(`${head}\n${skips}\n}\n${skips}`), [asTest, asSource], head);
    assert.deepEqual(severities(`#![cfg(test)]\n${skips}`), [asTest]);
    for (const head of ['#[cfg(not(test))]\nmod a {', '#[cfg(feature = "test")]\nmod a {', '#[derive(Debug)]\nmod a {'])
      assert.deepEqual(severities(`${head}\n${skips}\n}`), [asSource], head);
  });

  it('files are known by their ending where VS Code knows their language only by an extension', () => {
    const secrets: Readonly<Record<string, string>> = {
      'Cipher.kt': 'val a = Algorithm.HMAC256("river") // jwt',
      'build.kts': 'val jwtSecret = "river"',
      'Tokens.scala': 'val t = Jwt.encode(claim, "river", JwtAlgorithm.HS256)',
      'App.vue': `<template><p>it's</p></template><script setup>const t = jwt.sign(d, 'river')</script>`,
      'App.svelte': `<script lang="ts">const jwtSecret = 'river';</script><p>{a}</p>`,
    };
    for (const [fileName, text] of Object.entries(secrets)) {
      assert.equal(inspectText(text, { fileName, languageId: 'plaintext' }).length, 1, fileName);
      assert.equal(inspectText(text, { fileName: 'notes.txt', languageId: 'plaintext' }).length, 0, fileName);
      assert.equal(contextOf(`app/${fileName}`, 'plaintext'), 'source', fileName);
    }
  });
});
