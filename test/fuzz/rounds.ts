import assert from 'node:assert/strict';
import { jsonPlace } from '../../src/core/text/jsonPlace.ts';
import { interpretKey } from '../../src/core/keys/interpretKey.ts';
import { parseKey } from '../../src/core/keys/parseKey.ts';
import { inspectText } from '../../src/core/documents/inspectText.ts';
import type { Finding } from '../../src/core/text/finding.ts';
import { inspect } from '../../src/core/rules/inspect.ts';
import { parseSettings } from '../../src/core/settings/settings.ts';
import { decode } from '../../src/core/token/decode.ts';
import { find } from '../../src/core/token/find.ts';
import { redact } from '../../src/core/token/redact.ts';
import { scan } from '../../src/core/token/scan.ts';
import { placeInText } from '../../src/core/token/foundToken.ts';
import { verify } from '../../src/core/verify/verify.ts';
import { buildView } from '../../src/panel/view/panelView.ts';
import { isPanelView } from '../../src/panel/protocol/pageView.ts';
import { everyRule } from '../growth/tokenGrowth.ts';
import { modelOf } from '../unit/panel/view/models.ts';
import {
  claimCanary,
  document,
  genuine,
  headerCanary,
  key,
  mutated,
  now,
  secretCanary,
  settings,
  token,
} from './inputs.ts';
import type { Random } from './random.ts';

const moment = new Date(now * 1000);
const profile = { issuer: 'https://login.corp.io', audience: 'orders-api' };

/** What holds of anything, by name. Each throws where it does not. */
export const rounds: Readonly<Record<string, (random: Random) => unknown>> = {
  'a token is read, judged, shown and redacted': (random) => {
    const text = random.chance(0.8) ? mutated(token(random), random, token(random)) : token(random);
    const decoded = decode(text);
    assert.deepEqual(decode(text), decoded);
    const findings = inspect(text, { now: moment, rules: everyRule, profile });
    checkFindings(text, findings);
    if (decoded.kind === 'malformed') assert.ok(decoded.problem, 'nobody says why a token is malformed');
    assert.ok(!redact(text).includes(claimCanary), 'a claim is left in the redacted token');
    const { view } = buildView(modelOf(text), moment);
    assert.ok(isPanelView(view), 'the panel refuses its own view');
  },
  'spans of a document are in order, and pieces make the token': (random) => {
    const { text } = document(random);
    for (const spans of [scan(text), find(text)]) {
      let end = 0;
      for (const span of spans) {
        assert.ok(end <= span.start && span.start < span.end && span.end <= text.length, 'spans overlap');
        end = span.end;
      }
    }
    for (const found of find(text)) {
      const length = found.token?.length ?? found.end - found.start;
      assert.deepEqual(placeInText(found, { start: 0, end: length }), { start: found.start, end: found.end });
    }
    jsonPlace(text, random.below(text.length + 1));
  },
  'a document is judged': (random) => {
    const { text, ...about } = document(random);
    checkFindings(text, inspectText(text, { ...about, rules: everyRule }));
  },
  'a changed token is not verified': async (random) => {
    const { token: text, material, algorithm } = genuine(random);
    const options = { keys: [{ material }], profile: { ...profile, algorithms: [algorithm] }, now: moment };
    const other = token(random);
    const changed = mutated(text, random, other);
    assert.equal((await verify(text, options)).verdict, 'verified');
    const verification = await verify(changed, options);
    // Wholly exchanged for another token of the same issuer, it is that one.
    if (changed !== text && changed !== other) assert.notEqual(verification.verdict, 'verified');
    // A signature that is not there has a place and no characters.
    checkFindings(changed, verification.findings, 0);
  },
  'no token is verified with another key': async (random) => {
    const text = random.chance(0.5) ? genuine(random).token : token(random);
    const other = `${random.below(2 ** 31)}-Zx9Kq2Vw7Rt4Yb6Nm1Lp8Sd3Fg5Hj0`;
    const verification = await verify(text, { keys: [{ material: other }], profile, now: moment });
    assert.notEqual(verification.verdict, 'verified');
    const said = [...verification.checks, ...verification.explanations].map(({ detail }) => JSON.stringify(detail));
    assert.ok(!said.join().includes(other), 'a sentence repeats the secret');
  },
  'a key is read or refused, and a refusal repeats nothing of it': async (random) => {
    const material = key(random);
    const reading = await parseKey({ material });
    await interpretKey(material);
    if (!reading.ok) assert.ok(!JSON.stringify(reading).includes(secretCanary), 'a refusal repeats the secret');
  },
  'settings are read': (random) => {
    const { problems } = parseSettings(settings(random));
    assert.ok(problems.every(({ message }) => message !== '' && !message.includes('\u202e')));
  },
};

function checkFindings(text: string, findings: readonly Finding[], shortest = 1): void {
  for (const { start, end, message } of findings) {
    assert.ok(0 <= start && start + shortest <= end && end <= text.length, `a span lies outside: ${message}`);
    assert.ok(
      !message.includes(claimCanary) && !message.includes(headerCanary),
      `a message repeats a value: ${message}`,
    );
    assert.ok(!message.includes(secretCanary), `a message repeats a secret: ${message}`);
  }
}
