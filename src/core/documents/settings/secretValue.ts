import { whatElse } from '../../keys/meansKey.ts';

/** What begins like this names a place where the secret is, or a way to get it. */
const place =
  /^(?:arn|vault|ssm|op|file|classpath|env|secretref|ref\+\w+|keyvault|aws-?sm|aws:|gcp|sm|awssm|secretsmanager|kv|resolve|akv|doppler|bws|infisical|sops|lookup|ENC)[:(/[]|^[a-z][a-z0-9+.-]*:\/\/|^(?:projects|\/(?:run|etc|var|mnt|opt|usr|home|app|secrets|data|config|keys))\/|^(?:\.{1,2}|~)\/|^@[\w./(-]|^\{cipher\}|^\$ANSIBLE_VAULT/i;
const fileEnding = /^[\w./\\-]+\.(?:pem|key|crt|cer|p12|p8|pfx|jks|json|txt|pub|der|keystore|env)$/i;
/** What a template, a shell or a deployment replaces. */
const template =
  /\$\{|\{\{|\{%|<%|#\{|\$\(|\[\[|^\$[A-Za-z_]\w*$|^%[^%]+%$|^\$env:|^%\(\w+\)s$|^__\w+__$|^@@|^\(\(.+\)\)$/;
/** What stands for a secret and is none. */
const placeholder =
  /^[%<@[(].*[%>)\]@]$|^[x*.…•\s_-]+$|^(?:null|nil|none|true|false|undefined|~|redacted|removed|omitted|hidden)$/i;
/** A header and payload of a token. */
const token = /^ey[\w-]{8,}\.ey[\w-]{4,}/;
const jsonObject = /^\{[^{}]*[:=][^]*\}$|^\[[^]*\]$/;
const certificateOrKey = /-----BEGIN |^MI[G-I][A-Za-z0-9+/=\s\\]{40,}|^(?:ssh-|ecdsa-sha2-)|^AgA?B[A-Za-z0-9+/=]{200,}/;

const LONGEST_SECRET = 4096;

/** Whether the value of a setting is a secret itself: not empty, no template, no place, and no key of another kind. */
export function isLiteralSecret(value: string): boolean {
  const text = value.trim();
  if (text === '' || text.length > LONGEST_SECRET || /[\n\r]/.test(text)) return false;
  for (const pattern of [place, fileEnding, template, placeholder, token, jsonObject, certificateOrKey])
    if (pattern.test(text)) return false;
  return whatElse(text) === undefined;
}

/** A part of a value. */
interface ValuePart {
  readonly value: string;
  /** Behind the beginning of the value. */
  readonly offset: number;
}

/** Serverless and others name a source in front of the colon: `${env:NAME}`, `${ssm:/path}`. */
const sources =
  /^\$\{(?:env|ssm|cf|file|self|opt|param|sm|s3|aws|vault|kv|sys|secrets?|var|local|output|input|config|git|sls):/i;

/** What a variable is replaced with where it is not set: `${JWT_SECRET:-fallback}`, Spring's `${a.b:text}`. */
export function fallbackOf(value: string): ValuePart | undefined {
  let rest = value;
  let offset = 0;
  for (let depth = 0; depth < 4; depth++) {
    const found = /^\$\{[\w.-]{1,100}?:?(:?-|:(?![-+?=]))/.exec(rest);
    if (!found || !rest.endsWith('}') || sources.test(rest)) break;
    offset += found[0].length;
    rest = rest.slice(found[0].length, -1);
  }
  return offset === 0 ? undefined : { value: rest, offset };
}

/** The `key` of Hasura's setting, which is an object in JSON: `{"type":"HS256","key":"…"}`. */
export function keyOfJson(value: string): ValuePart | undefined {
  const found = /^\s*\{[^{}]*?\\?"key\\?"\s*:\s*\\?"([^"\\]+)\\?"[^{}]*\}\s*$/d.exec(value);
  const at = found?.indices?.[1];
  return at && /\\?"type\\?"\s*:\s*\\?"HS\d{3}/.test(value) ? { value: found[1] ?? '', offset: at[0] } : undefined;
}
