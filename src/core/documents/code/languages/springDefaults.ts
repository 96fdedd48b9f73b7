import { isSecretName } from '../../keys/secretName.ts';
import { MOST_MATCHES } from '../codeRow.ts';
import type { Finder } from '../codeRow.ts';

/** `@Value("${jwt.secret:a}")`: what Spring takes where the property is not set. */
export const springDefaults: Finder = function* find({ code }) {
  for (const index of code.placesOf('Value').slice(0, MOST_MATCHES)) {
    const { kind, text, inner } = code.at(index + 2);
    if (!code.is(index - 1, '@', ':') || !code.is(index + 1, '(') || kind !== 'string') continue;
    const found = /^\\?\$\{(?<name>[\w.-]{1,80}):(?<value>[^{}$]{1,300})\}$/.exec(text);
    const { name = '', value = '' } = found?.groups ?? {};
    if (!isSecretName(name)) continue;
    const start = inner + text.length - 1 - value.length;
    yield { start, end: start + value.length };
  }
};
