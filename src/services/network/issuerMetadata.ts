import { parseFetchableUrl } from '../../core/text/origin.ts';
import { quoted } from '../../core/text/visible.ts';

/** What an issuer publishes of itself, as far as its keys go. */
export interface IssuerMetadata {
  readonly jwksUri: string;
  /** The algorithms of its ID tokens; empty where it names none. */
  readonly algorithms: readonly string[];
}

export type MetadataReading =
  | { readonly ok: true; readonly metadata: IssuerMetadata }
  | { readonly ok: false; readonly problem: string };

/** People compare two issuers by eye. They mostly differ at the end. */
const longestIssuer = 200;

const openIdPath = '/.well-known/openid-configuration';
const oauthPath = '/.well-known/oauth-authorization-server';

/**
 * The addresses of an issuer's metadata, in the order to try them. OpenID Connect Discovery §4 puts its path behind the
 * issuer's; RFC 8414 §3.1 puts its own between host and path, and for a while either path may be found there (§5).
 */
export function metadataUrls(issuer: string): readonly [string, ...string[]] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const inserted = [`${origin}${oauthPath}${path}`, ...(path === '' ? [] : [`${origin}${openIdPath}${path}`])];
  return [`${origin}${path}${openIdPath}`, ...inserted];
}

/** The issuer whose metadata a URL is, or the text itself where it is none: people copy either. */
export function issuerOf(text: string): string {
  return text.trim().replace(openIdPath, '').replace(oauthPath, '');
}

/**
 * Reads a metadata document. Its `issuer` has to be the one that was asked, to the character (OpenID Connect Discovery
 * §4.3, RFC 8414 §3.3): else one issuer could speak for another.
 */
export function readIssuerMetadata(text: string, issuer: string): MetadataReading {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return no('The discovery document is not JSON.');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return no('The discovery document is JSON but not an object.');
  const members = new Map<string, unknown>(Object.entries(document));
  const named = members.get('issuer');
  if (typeof named !== 'string') return no('The discovery document has no `issuer`.');
  if (named !== issuer) {
    return no(
      `The discovery document is for another issuer. It names ${quoted(named, longestIssuer)}, not ${quoted(issuer, longestIssuer)}.`,
    );
  }
  const jwksUri = members.get('jwks_uri');
  if (typeof jwksUri !== 'string') return no('The discovery document has no `jwks_uri`, so there are no keys.');
  const target = parseFetchableUrl(jwksUri);
  if (!target.ok) return no(`The \`jwks_uri\` of the discovery document ${target.problem}.`);
  const algorithms = members.get('id_token_signing_alg_values_supported');
  return {
    ok: true,
    metadata: {
      jwksUri: target.url.href,
      algorithms: Array.isArray(algorithms) ? algorithms.filter((name) => typeof name === 'string') : [],
    },
  };
}

function no(problem: string): MetadataReading {
  return { ok: false, problem };
}
