import { childrenOf, member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { readSerialized } from '../token/jsonSerialization.ts';
import { jsonJwtHits, otherReadingsOf } from '../rules/jsonForm.ts';
import type { DocumentHit, TextSubject } from './textSubject.ts';

/** A document with more tokens than this is data. Its first tokens are enough to judge it. */
const MOST_TOKENS = 1000;

/**
 * What is wrong with the form of the JSON-serialized tokens of a document, by the rules of jsonForm.ts, which `inspect`
 * also uses.
 */
export function* findInJsonTokens(subject: TextSubject): Iterable<DocumentHit> {
  const { text } = subject;
  if (!subject.wants('jwt-json-serialization', 'jwt-polyglot')) return;
  if (!/"signatures?"|"ciphertext"/.test(text)) return;
  /** Entries of the general form. Each has the members of a token, but is only a part of one. */
  const entries = new Set<JsonNode>();
  let count = 0;
  for (const object of subject.objects) {
    const token = entries.has(object) ? undefined : readSerialized(text, object, false);
    if (!token) continue;
    if (++count > MOST_TOKENS) return;
    const list = member(object, 'signatures') ?? member(object, 'recipients');
    for (const entry of list ? childrenOf(list.value) : []) entries.add(entry);
    const [first] = (token.views ?? [token]).flatMap((view) => [...jsonJwtHits(view)]);
    if (first) yield { ...first, ruleId: 'jwt-json-serialization' };
    for (const hit of otherReadingsOf(token, 'jwt-polyglot')) yield { ...hit, ruleId: 'jwt-polyglot' };
  }
}
