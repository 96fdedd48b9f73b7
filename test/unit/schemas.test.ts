import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { algorithms } from '../../src/core/facts/algorithms.ts';
import { edwardsAndMontgomerySizes, weierstrassCurves } from '../../src/core/keys/curves.ts';

interface Schema {
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly {
    readonly if: { readonly properties: { readonly kty: { readonly const: string } } };
    readonly then: Schema;
  }[];
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const jwk = read('media/schemas/jwk.schema.json') as Schema;

/** What holds for keys of one type. */
const ofType = (kty: string): Schema | undefined =>
  jwk.allOf?.find((rule) => rule.if.properties.kty.const === kty)?.then;

describe('the JSON schemas of keys', () => {
  it('say for each key type what it needs', () => {
    for (const kty of jwk.properties?.['kty']?.enum ?? []) assert.ok(ofType(kty), kty);
  });

  it('offer the curves that core knows', () => {
    assert.deepEqual(ofType('EC')?.properties?.['crv']?.enum, [...weierstrassCurves.keys()]);
    assert.deepEqual(ofType('OKP')?.properties?.['crv']?.enum, [...edwardsAndMontgomerySizes.keys()]);
  });

  it('offer algorithms that core knows, and all that sign', () => {
    const offered = jwk.properties?.['alg']?.anyOf?.[0]?.enum ?? [];
    const known = new Map(algorithms.map((fact) => [fact.name, fact]));
    for (const name of offered) assert.ok(known.has(name), name);
    for (const { name, use, keyType } of algorithms)
      if (use === 'sig' && keyType && !/^[HR]S1$/.test(name)) assert.ok(offered.includes(name), name);
  });

  it('are where package.json and the schema of sets look for them', () => {
    const { contributes } = read('package.json') as { contributes: { jsonValidation: readonly { url: string }[] } };
    for (const { url } of contributes.jsonValidation) assert.ok(existsSync(url), url);
    const set = read('media/schemas/jwks.schema.json') as Schema;
    assert.equal(set.properties?.['keys']?.items?.$ref, 'jwk.schema.json');
  });
});
