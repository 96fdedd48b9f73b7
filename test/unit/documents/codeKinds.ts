/** Kinds of code that text alone does not tell, each with members as public code has them, in our own words. */
export interface CodeKind {
  /** The promise, as the name of a test. */
  readonly promise: string;
  readonly ruleId: string;
  /** By language: `⟦` and `⟧` around what is underlined. */
  readonly fires: readonly (readonly [languageId: string, text: string])[];
  readonly quiet: readonly (readonly [languageId: string, text: string])[];
}

export const codeKinds: readonly CodeKind[] = [
  {
    promise: 'a library counts by whatever name the file imports it',
    ruleId: 'hardcoded-hmac-secret',
    fires: [
      ['javascript', `const signer = require('jsonwebtoken');\nsigner.sign(data, '⟦river⟧');`],
      ['typescript', `import { sign as issue } from 'jsonwebtoken';\nissue(data, '⟦river⟧');`],
      ['typescript', `import * as tokens from 'jsonwebtoken';\nexport const t = tokens.sign(data, '⟦river⟧');`],
      ['javascript', `const { verify: check } = require('jsonwebtoken');\ncheck(data, '⟦river⟧');`],
      [
        'javascript',
        `const jose = require('jose');\nconst { JWT, JWK } = jose;\nJWT.sign(data, JWK.asKey('⟦river⟧'));`,
      ],
      ['python', `import jwt as tokens\ntokens.encode(data, "⟦river⟧")`],
      ['python', `from jwt import encode as make\nmake(data, "⟦river⟧")`],
      ['java', `import static com.auth0.jwt.algorithms.Algorithm.HMAC256;\nvar a = HMAC256("⟦river⟧");`],
      ['kotlin', `import com.auth0.jwt.algorithms.Algorithm as Alg\nval a = Alg.HMAC384("⟦river⟧")`],
      ['php', `<?php use Firebase\\JWT\\JWT as Token;\n$t = Token::encode($data, '⟦river⟧', 'HS256');`],
      ['php', `<?php $t = \\Firebase\\JWT\\JWT::encode($data, '⟦river⟧', 'HS256');`],
      ['rust', `use jsonwebtoken::{encode, EncodingKey as Key};\nlet k = Key::from_secret("⟦river⟧".as_ref());`],
    ],
    quiet: [
      [
        'javascript',
        `const jwt = require('./our-own'); const tokens = require('argon2');\ntokens.verify(hash, 'river'); // jwt`,
      ],
      ['python', `import crypt as tokens  # jwt\ntokens.encode(data, "river")`],
    ],
  },
  {
    promise: 'a value is followed through names, options, defaults and what makes a key of it',
    ruleId: 'hardcoded-hmac-secret',
    fires: [
      ['typescript', `const text = '⟦river⟧';\nconst bytes = Buffer.from(text, 'utf8');\njwt.sign(data, bytes);`],
      ['javascript', `const options = { secret: process.env.SECRET ?? '⟦river⟧' };\njwt.verify(t, options.secret);`],
      [
        'typescript',
        `class A {\n  private readonly hidden = '⟦river⟧';\n  make() { return jwt.sign({}, this.hidden); }\n}`,
      ],
      [
        'javascript',
        `function a() { const s = '⟦river⟧'; return jwt.sign(d, s); }\nfunction b(s) { return jwt.sign(d, s); }`,
      ],
      ['javascript', `jwt.sign(d, isProduction ? load() : '⟦river⟧');`],
      ['python', `KEY = "⟦river⟧"\ndef make():\n    return jwt.encode(data, KEY, algorithm="HS256")`],
      ['python', `class Config:\n    hidden = "⟦river⟧"\ndef make():\n    return jwt.encode(data, Config.hidden)`],
      [
        'python',
        `def make(self):\n    self.key = os.environ.get("KEY") or "⟦river⟧"\n    return jwt.encode(data, self.key)`,
      ],
      ['go', `os.Setenv("TOKEN_KEY", "⟦river⟧")\ns, _ := token.SignedString([]byte(os.Getenv("TOKEN_KEY"))) // jwt`],
      ['go', `const text = "⟦river⟧"\nvar key = []byte(text)\ns, _ := token.SignedString(key) // jwt`],
      [
        'java',
        `static final String KEY = TextCodec.BASE64.encode("⟦river⟧");\nJwts.builder().signWith(SignatureAlgorithm.HS256, KEY);`,
      ],
      [
        'java',
        `Jwts.builder().signWith(Keys.hmacShaKeyFor(text.getBytes()), Jwts.SIG.HS256).compact();\nString text = "⟦river⟧";`,
      ],
      [
        'csharp',
        `const string Key = "⟦river⟧";\nvar o = new Options { Key = Key, Other = 1 };\nnew SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)); // jwt`,
      ],
      ['ruby', `def key\n  @key = ENV.fetch('TOKEN_KEY', '⟦river⟧')\n  JWT.encode(data, @key, 'HS256')\nend`],
      ['php', `<?php $this->key = getenv('KEY') ?: '⟦river⟧'; JWT::encode($d, $this->key, 'HS256');`],
      ['javascript', `const { SECRET = '⟦river⟧' } = process.env;\njwt.sign(d, SECRET);`],
      ['python', `key = "⟦river⟧" if debug else os.environ["KEY"]\njwt.encode(data, key)`],
      ['python', `class S(BaseSettings):\n    jwt_secret: str = Field(default="⟦river⟧", env="JWT_SECRET")`],
      ['python', `import jwt\napp.config.update(SECRET_KEY="⟦river⟧", DEBUG=True)`],
      ['go', `s := os.Getenv("KEY")\nif s == "" {\n\ts = "⟦river⟧"\n}\ntoken.SignedString([]byte(s)) // jwt`],
      ['ruby', `KEY = '⟦river⟧'.freeze\nJWT.encode(data, KEY)`],
      ['php', `<?php $config['key'] = '⟦river⟧'; JWT::encode($d, $config['key'], 'HS256');`],
      ['rust', `let s = std::env::var("JWT_SECRET").unwrap_or_else(|_| "⟦river⟧".into());`],
      [
        'rust',
        `let key = std::env::var("KEY").unwrap_or("⟦river⟧".to_string()); // jwt\nEncodingKey::from_secret(key.as_bytes());`,
      ],
    ],
    quiet: [
      ['javascript', `let s = 'river';\nif (live) { s = load(); }\njwt.sign(d, s);`],
      ['javascript', `const s = 'river';\nfunction make(s) { return jwt.sign(d, s); }`],
      ['javascript', `const { s } = load(); jwt.sign(d, s); function a() { const s = 'river'; }`],
      ['python', `def a():\n    key = "river"\ndef b(key):\n    return jwt.encode(data, key)`],
      [
        'java',
        `class A { String key = "river"; A(String k) { this.key = k; } Algorithm a() { return Algorithm.HMAC256(key); } } // jwt`,
      ],
      ['go', `key := "river"\nkey = load()\ntoken.SignedString([]byte(key)) // jwt`],
    ],
  },
  {
    promise: 'the same value given twice is one value',
    ruleId: 'hardcoded-hmac-secret',
    fires: [
      ['javascript', `let s = '⟦river⟧';\nfunction reset() { s = 'river'; }\njwt.sign(d, s);`],
      [
        'java',
        `class A { String k = "⟦river⟧"; A() { this.k = "river"; } Algorithm a() { return Algorithm.HMAC256(k); } } // jwt`,
      ],
      [
        'go',
        `var key = "⟦river⟧"\nfunc reset() { key = "river" }\nfunc make() { token.SignedString([]byte(key)) } // jwt`,
      ],
    ],
    quiet: [['javascript', `let s = 'river';\nfunction reset() { s = 'lake'; }\njwt.sign(d, s);`]],
  },
  {
    promise: 'what is handed to a signer is a secret whatever it looks like',
    ruleId: 'hardcoded-hmac-secret',
    fires: [
      ['javascript', `jwt.sign(d, '⟦<your secret>⟧');`],
      ['python', `jwt.encode(d, "⟦CHANGE_ME⟧", algorithm="HS256")`],
      ['go', `token.SignedString([]byte("⟦xxxxxxxx⟧")) // jwt`],
      ['java', `String key = "⟦JWT_SECRET⟧"; Algorithm.HMAC256(key); // jwt`],
    ],
    quiet: [
      ['javascript', `if (config.jwtSecret === 'change-me') throw new Error('jwt');`],
      [
        'typescript',
        `const DEFAULT_TOKEN_SECRET = 'change-me';\nif (secret === DEFAULT_TOKEN_SECRET) throw new Error('jwt');`,
      ],
      ['python', `INSECURE_JWT_SECRETS = {"jwt_secret": "secret"}`],
    ],
  },
  {
    promise: 'a name counts by its last words',
    ruleId: 'hardcoded-hmac-secret',
    fires: [
      ['typescript', `export const jwtConstants = { secret: '⟦river⟧' };`],
      ['typescript', `export const authOptions: NextAuthOptions = { providers: [], secret: '⟦river⟧' };`],
      ['typescript', `export default NextAuth({ providers: [], secret: '⟦river⟧' });`],
      ['typescript', `const config = { jwt: { secret: '⟦river⟧', expiresIn: '1d' } };`],
      ['python', `import jwt\nfrom flask import Flask\napp.config['SECRET_KEY'] = '⟦river⟧'`],
      ['python', `import jwt\napp.secret_key = "⟦river⟧"`],
      ['python', `from rest_framework_simplejwt import x\nSECRET_KEY = '⟦river⟧'`],
      ['go', `type c struct{}\nconst JWTSecretKey = "⟦river⟧"`],
      ['csharp', `class JwtSettings { public const string SecretKey = "⟦river⟧"; }`],
      ['csharp', `class A { public string JwtSecret { get; set; } = "⟦river⟧"; }`],
      ['java', `switch (a) { case 1: jwtSecret = "⟦river⟧"; break; }`],
      ['java', `@Value("\${app.jwt.secret:⟦river⟧}") private String secret;`],
      ['ruby', `config.jwt_secret = '⟦river⟧'`],
      ['php', `<?php define('JWT_SECRET', '⟦river⟧');`],
    ],
    quiet: [
      [
        'typescript',
        `const JWTSecretAnonKey = 'river', fake_secret_token = 'river', secretBasicAuthUsername = 'river'; // jwt`,
      ],
      ['javascript', `session({ secret: 'river' }); const token = 1;`],
      ['javascript', `switch (a) { case jwtSecret: title = 'river'; break; }`],
      ['java', `switch (a) { case jwtSecret: title = "river"; break; }`],
      ['python', `SECRET_KEY = 'river'  # token`],
      ['typescript', `const jwtSecretName = 'river', tokenSecretVersion = 'river', jwtSecretArn = 'river';`],
      ['typescript', `const authOptions = { client: { secret: 'river' } }; // token`],
    ],
  },
  {
    promise: 'words in texts and comments, declarations, imports and re-exports are no use of them',
    ruleId: 'verification-disabled',
    fires: [
      ['java', `Jwts.parserBuilder().setSigningKey(k).build().⟦parseClaimsJwt⟧(t);`],
      ['rust', `use jsonwebtoken::dangerous_insecure_decode;\nlet d = ⟦dangerous_insecure_decode⟧::<Claims>(&t);`],
      ['typescript', 'log(`${jwt.verify(t, ⟦null⟧)}`)'],
    ],
    quiet: [
      ['java', `interface P { Jwt<Header, Claims> parseClaimsJwt(CharSequence t); Object parse(String jwt); }`],
      ['kotlin', `interface P { fun parseClaimsJwt(t: CharSequence): Jwt }`],
      ['rust', `pub use jsonwebtoken::dangerous_insecure_decode;\npub fn insecure_decode<T>(t: &str) -> T { todo!() }`],
      ['go', `func (p *Parser) ParseUnverified(t string) error { return nil } // jwt`],
      [
        'typescript',
        `export { UnsecuredJWT } from 'jose';\nconst help = "use jwt.verify(t, null) or ignoreExpiration: true";`,
      ],
      ['python', `help = """jwt.decode(t, options={"verify_signature": False})"""`],
      ['csharp', `var help = @"ValidateLifetime = false"; // jwt`],
      ['html', `<pre>jwt.verify(t, null)</pre><script>jwt.verify(t, key)</script>`],
    ],
  },
  {
    promise: 'verification that is turned off is found in each way of saying it',
    ruleId: 'verification-disabled',
    fires: [
      ['javascript', `const jwt = require('jwt-simple');\njwt.decode(t, key, ⟦'HS256'⟧);`],
      ['javascript', `const simple = require('jwt-simple');\nsimple.decode(t, key, ⟦1⟧);`],
      ['javascript', `const skip = true;\nconst jwt = require('jwt-simple');\njwt.decode(t, key, ⟦skip⟧);`],
      ['javascript', `const { JWK, JWT } = require('jose');\nJWT.verify(t, ⟦JWK.None⟧);`],
      ['python', `off = False\njwt.decode(t, key, options={⟦"verify_signature": off⟧})`],
      ['python', `jwt.encode(d, ⟦None⟧, algorithm="HS256")`],
      ['go', `v := oidc.NewVerifier(i, k, &oidc.Config{⟦SkipExpiryCheck: true⟧, ⟦SkipIssuerCheck: true⟧}) // jwt`],
      ['go', `c := oidc.Config{}\nc.⟦InsecureSkipSignatureCheck = true⟧ // jwt`],
      ['go', `s, _ := token.SignedString(⟦nil⟧) // jwt`],
      ['java', `String t = ⟦Jwts.builder()⟧.claim("a", 1)\n  .setSubject("b")\n  .compact();`],
      ['java', `Jwt t = Jwts.parser().setSigningKey(k).⟦parse⟧(text);`],
      ['java', `JwtParser p = Jwts.parserBuilder().setSigningKey(k).build();\nJwt t = p.⟦parse⟧(text);`],
      ['kotlin', `val t = ⟦Jwts.builder()⟧.subject("b").compact()`],
      ['csharp', `options.⟦RequireHttpsMetadata = false⟧; // jwt`],
      ['ruby', `JWT.encode data, ⟦nil⟧, 'HS256'`],
      ['php', `<?php $d = JWT::decode($t, $k, ['HS256', '⟦none⟧']);`],
      ['php', `<?php $d = JWT::decode($t, $k, array('⟦none⟧'));`],
    ],
    quiet: [
      [
        'javascript',
        `const jwt = require('jwt-simple');\njwt.decode(t, key, false);\njwt.decode(t, key, false, 'HS256');\njwt.decode(t, key);`,
      ],
      ['python', `off = False\noff = True\njwt.decode(t, key, options={"verify_signature": off})`],
      ['java', `Jwts.builder().subject("a").signWith(k).compact(); Jwts.builder().encryptWith(k, a, b).compact();`],
      [
        'java',
        `Jwts.parser().verifyWith(k).build().parse(t); Jwts.parser().setSigningKey(k).parseClaimsJws(t); dates.parse("jwt");`,
      ],
      ['go', `c := oidc.Config{SkipExpiryCheck: false, ClientID: id} // jwt`],
      ['csharp', `options.RequireHttpsMetadata = !env.IsDevelopment(); // jwt`],
      ['ruby', `JWT.decode token, nil, true, algorithms: ['RS256'], jwks: loader`],
      ['php', `<?php $d = JWT::decode($t, $k, array('HS256')); $x = 'none';`],
    ],
  },
  {
    promise: 'a function of Go that returns bytes gives a key only if it is asked for a token',
    ruleId: 'hardcoded-hmac-secret',
    fires: [
      [
        'go',
        `import "github.com/golang-jwt/jwt/v5"\nfunc key(t *jwt.Token) (interface{}, error) {\n\treturn []byte("⟦river⟧"), nil\n}`,
      ],
      ['go', `jwt.Parse(s, func(t *jwt.Token) (any, error) { return []byte("⟦river⟧"), nil })`],
      [
        'go',
        `import j "github.com/golang-jwt/jwt/v5"\nj.Parse(s, func(t *j.Token) (any, error) { return []byte("⟦river⟧"), nil })`,
      ],
    ],
    quiet: [
      [
        'go',
        `import "github.com/golang-jwt/jwt/v5"\nfunc load(path string) ([]byte, error) {\n\treturn []byte("{}"), nil\n}`,
      ],
      ['go', `func render(jwt string) ([]byte, error) { return []byte("page"), nil }`],
    ],
  },
  {
    promise: 'a token is kept where scripts read it by hooks and cookies as well, and clearing keeps nothing',
    ruleId: 'token-in-web-storage',
    fires: [
      ['typescript', `const token = useStorage(⟦'token'⟧, '');`],
      ['typescript', `const [t, setT] = useLocalStorage(⟦'access_token'⟧, null);`],
      ['javascript', `import Cookies from 'js-cookie';\nCookies.set(⟦'token'⟧, data.token, { expires: 7 });`],
      ['javascript', 'document.cookie = `⟦token⟧=${data.token}; path=/`;'],
      ['javascript', `document.cookie = "⟦jwt⟧=" + value;`],
    ],
    quiet: [
      [
        'javascript',
        `localStorage.setItem('token', ''); localStorage.setItem('token', null); localStorage.token = null;`,
      ],
      ['javascript', `sessionStorage['jwt'] = ''; localStorage.jwt = undefined;`],
      ['javascript', `document.cookie = 'token=; expires=Thu, 01 Jan 1970 00:00:00 GMT';`],
      ['javascript', `res.cookie('token', t, { httpOnly: true }); cookies().set('token', t, { httpOnly: true });`],
      ['javascript', `const theme = useStorage('theme', 'dark'); const token = 1;`],
    ],
  },
  {
    promise: 'a URL is that of a request where it is one: no licence, no header, no name space',
    ruleId: 'token-over-http',
    fires: [
      ['javascript', "fetch('⟦http://api.corp.io⟧/a', { headers: { Authorization: `Bearer ${t}` } });"],
      ['python', `requests.post(url="⟦http://api.corp.io⟧/a", headers={"Authorization": f"Bearer {t}"})`],
      ['java', `new HttpGet("⟦http://api.corp.io⟧/a").setHeader("Authorization", "Bearer " + t);`],
    ],
    quiet: [
      ['javascript', "fetch(url, { headers: { Origin: 'http://app.corp.io', Authorization: `Bearer ${t}` } });"],
      ['python', `requests.get(url, headers={"Referer": "http://a.corp.io", "Authorization": f"Bearer {t}"})`],
      [
        'python',
        `"""Licensed under http://www.apache.org/licenses/"""\nrequests.get(url, headers={"Authorization": f"Bearer {t}"})`,
      ],
      [
        'java',
        `/* http://www.apache.org/licenses/LICENSE-2.0 */ client.get(url).header("Authorization", "Bearer " + t);`,
      ],
      ['java', `info.license(new License().name("MIT").url("http://opensource.org/licenses/MIT")); // "Bearer token"`],
      ['go', `// curl -H "Authorization: Bearer $T" http://api.corp.io/a`],
      [
        'http',
        `# http://www.apache.org/licenses\nGET https://a.corp.io/me\nOrigin: http://b.corp.io\nAuthorization: Bearer {{token}}\n`,
      ],
    ],
  },
];
