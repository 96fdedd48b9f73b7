/**
 * Code as the documentation of libraries and ordinary programs have it: what the code rules underline in it, with `⟦`
 * and `⟧` around it; and what they leave alone.
 */
export const libraryCases: readonly {
  readonly languageId: string;
  readonly fires: readonly string[];
  readonly quiet: readonly string[];
}[] = [
  {
    languageId: 'javascript',
    fires: [
      `const jwt = require('jsonwebtoken');
const token = jwt.sign({ foo: 'bar' }, '⟦shhhhh⟧');`,
      `const opts = {}
opts.jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken();
opts.secretOrKey = '⟦secret⟧';`,
      `app.use(expressjwt({
  secret: "⟦shhhhhhared-secret⟧",
  algorithms: ["HS256"],
}))`,
      `app.use(jwt({ secret: '⟦shared-secret⟧' }))`,
      `fastify.register(require('@fastify/jwt'), {
  secret: '⟦supersecret⟧'
})`,
      `const { createSigner } = require('fast-jwt')
const signSync = createSigner({ key: '⟦secret⟧' })`,
      `const jwt = require('jsonwebtoken');
jwt.verify(token, secret, { ⟦ignoreExpiration: true⟧ })`,
      `opts = { jwtFromRequest: ExtractJwt.x(), ⟦ignoreExpiration: true⟧, secretOrKey: cfg.key }; passport.use(1)`,
      `jwt.verify(token, ⟦''⟧, { algorithms: ['⟦none⟧'] })//1`,
      `fetch('⟦http://api.corp.io⟧/me', { headers: { Authorization: \`Bearer \${token}\` } })`,
      `$.ajax({ url: '⟦http://api.corp.io⟧', headers: { Authorization: 'Bearer ' + t } })`,
      `const xhr = new XMLHttpRequest(); xhr.open('GET', '⟦http://api.corp.io⟧'); xhr.setRequestHeader('Authorization', 'Bearer ' + t)`,
    ],
    quiet: [
      `fetch('https://api.corp.io/me', { headers: { Authorization: \`Bearer \${token}\` } })`,
      `fetch('http://127.0.0.1:3000/me', { headers: { Authorization: \`Bearer \${token}\` } })`,
      `fetch('http://api.corp.io/me'); // token`,
      `fetch('http://api.corp.io/me')

fetch('https://b', { headers: { Authorization: \`Bearer \${token}\` } })`,
    ],
  },
  {
    languageId: 'typescript',
    fires: [
      `import { sign } from 'jsonwebtoken';
export const t = sign({ a: 1 }, '⟦shhhhh⟧', { expiresIn: '1h' });`,
      `import jwt from 'jsonwebtoken';
const secret = '⟦shhhhh⟧';
export const t = jwt.sign({ a: 1 }, secret);`,
      `this.jwtService.signAsync(payload, { secret: '⟦my-own-secret⟧', expiresIn: '1d' })`,
      `import * as jose from 'jose'
const secret = new TextEncoder().encode('⟦cc7e0d44fd473002f1c42167459001140ec6389b7353f8088f4d9a95f2f596f2⟧')
const jwt = await new jose.SignJWT({}).sign(secret)`,
      `import { SignJWT, base64url } from 'jose'
const secret = base64url.decode('⟦zH4NRP1HMALxxCFnRZABFA7GOJtzU_gIj02alfL1lvI⟧')`,
      `import * as jose from 'jose'
const key = createSecretKey('⟦cc7e0d44fd473002f1c42167459001140ec6389b7353f8088f4d9a95f2f596f2⟧', 'utf-8')`,
      `app.use('/auth/*', jwt({ secret: '⟦it-is-very-secret⟧' }))`,
      `import { sign } from 'hono/jwt'
const t = await sign({sub:1}, '⟦mySecretKey⟧')`,
      `await axios.get("⟦http://api.corp.io⟧/me", { headers: { Authorization: "Bearer " + token } })`,
      `axios({ url: '⟦http://api.corp.io⟧', headers: { Authorization: \`Bearer \${t}\` } })`,
      `const api = axios.create({ baseURL: '⟦http://api.corp.io⟧', headers: { Authorization: \`Bearer \${t}\` } })`,
      `http.get('⟦http://api.corp.io⟧', { headers: { Authorization: \`Bearer \${t}\` } })`,
      `this.http.get<User>('⟦http://api.corp.io⟧', { headers: { Authorization: \`Bearer \${t}\` } })`,
    ],
    quiet: [],
  },
  {
    languageId: 'typescriptreact',
    fires: [],
    quiet: [
      `const token = jwt.sign(payload, privateKey, { algorithm: 'RS256' });`,
      `const privateKey = fs.readFileSync('private.key'); jwt.sign({ foo: 'bar' }, privateKey, { algorithm: 'RS256' });`,
      `const privateKey = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDV'; jwt.sign({ foo: 'bar' }, privateKey, { algorithm: 'RS256' });`,
      `jwt.verify(token, getKey, options, function(err, decoded) { console.log(decoded.foo) });`,
      `const payload = jwt.decode(token, { complete: true });`,
      `jwt.verify(token, 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onL', cb);`,
      `const secret = process.env.SECRET; jwt.sign(p, secret)`,
      `let secret = 'a'; secret = await load(); jwt.sign(p, secret)`,
      `const secret = prefix + 'x'; jwt.sign(p, secret)`,
      `const secret = 'app:' + id; jwt.sign(p, secret)`,
      `if (header.alg === 'none') throw new Error('jwt unsigned');`,
      `type Alg = 'none' | 'HS256'; // jwt`,
      `interface H { alg: 'none' | 'HS256' } // jwt`,
      `const forbiddenAlgorithms = ['none']; jwt`,
      `const labels = { jwtSecretLabel: 'Signing secret', jwtSecretPlaceholder: 'Enter the secret', jwtSecretHelp: 'Used to sign' }`,
      `const messages = { jwtSecretRequired: 'A secret is required', tokenSecretInvalid: 'Wrong secret', jwtSecretDescription: 'The secret', jwtSecretMissing: 'JWT secret missing' };`,
      `const env = { JWT_SECRET: z.string(), TOKEN_SECRET: str() };`,
      `compression({ algorithm: 'none' }); const token = next();`,
      `const schema = { jwtSecret: 'string', tokenSecret: { type: 'string' } };`,
      `const jwtSecret = 'projects/p/secrets/jwt/versions/latest';`,
      `const jwtSecret = 'awssm://prod/jwt';`,
      `const JWT_SECRET_FILE = '/run/secrets/jwt';`,
      `const jwtSecretFile = '/run/secrets/jwt'; const jwtSecret = '/run/secrets/jwt_secret';`,
      `throw new Error('JWT_SECRET: must be set')`,
      `console.log('jwt secret: "abc"')`,
      `it('signs', () => { expect(authSecret).toBe('x') })`,
      `const x = authSecret === 'x' ? a : b;`,
      `const AUTH_TOKEN_KEY = 'auth_token'; localStorage.getItem(AUTH_TOKEN_KEY)`,
      `localStorage.setItem('authMode', 'dark'); localStorage.setItem('authRedirect', url); localStorage.setItem('authProvider', p); // token`,
      `localStorage.setItem('maxTokens', n); localStorage.setItem('tokenCount', n); localStorage.setItem('designTokens', t);`,
      `localStorage.setItem('author', a); localStorage.setItem('tokenizer', 'gpt'); // token`,
      `localStorage.setItem('refreshTokenTimer', 1);`,
      `sessionStorage.setItem('pushToken', t)`,
      `export const TOKEN_TYPE = 'Bearer'; const authKey = 'x-auth-key';`,
      `fetch('http://localhost:3000/api', { headers: { Authorization: \`Bearer \${token}\` } })`,
      `fetch('/api', { headers: { Authorization: \`Bearer \${token}\` } }); const ns = 'http://www.w3.org/2000/svg';`,
      `fetch(url, { headers: { Authorization: 'Bearer ' + token } })
const schema = "http://json-schema.org/draft-07/schema#"`,
      `axios.get(\`\${base}/me\`, { headers: { Authorization: \`Bearer \${t}\` } });
el.setAttribute('xmlns', 'http://www.w3.org/1999/xhtml')`,
      `import { verify } from 'argon2'; verify(hash, 'x'); const token = 1`,
      `import { sign } from 'jsonwebtoken';
function sign(a, 'b') {}`,
      `crypto.sign('sha256', 'data', key); // jwt`,
      `export function verify(token: string, key: string) { return jwt.verify(token, key) }`,
      `docs.jwtSecretDocs = 'https://docs.example.org/jwt'`,
      `const jwtSecretUrl = 'https://vault/jwt'; const jwtSecret = 'https://vault.corp/secret/jwt';`,
      `<input name="jwtSecret" type="text" placeholder="secret" />`,
      `<TextField label="JWT secret" id="jwt-secret" value={x} />`,
      `<label for="token-secret">`,
      `t('settings.jwtSecret', 'Secret')`,
    ],
  },
  {
    languageId: 'python',
    fires: [
      `import jwt
encoded_jwt = jwt.encode({"some": "payload"}, "⟦secret⟧", algorithm="HS256")`,
      `from jose import jwt
token = jwt.encode({'key': 'value'}, '⟦secret⟧', algorithm='HS256')`,
      `from authlib.jose import jwt
header = {'alg': 'HS256'}
s = jwt.encode(header, payload, '⟦secret⟧')`,
      `from jose import jws
signed = jws.sign({'a': 'b'}, '⟦secret⟧', algorithm='HS256')`,
      `SECRET_KEY = "⟦09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7⟧"
ALGORITHM = "HS256"
def f():
    encoded_jwt = jwt.encode(to_encode, SECRET_KEY, algorithm=ALGORITHM)
`,
      `app.config["JWT_SECRET_KEY"] = "⟦super-secret⟧"`,
      `SIMPLE_JWT = {
  "ALGORITHM": "HS256",
  "SIGNING_KEY": "⟦abcdefg⟧",
}`,
      `jwt.decode(encoded, options={⟦"verify_signature": False⟧})`,
      `jwt.decode(
    token,
    key,
    options=dict(⟦verify_signature=False⟧),
)`,
      `jwt.decode(token, ⟦verify=False⟧)`,
      `jwt.decode(token, key, algorithms=["HS256", "⟦none⟧"])`,
      `requests.get("⟦http://api.corp.io⟧", headers={"Authorization": f"Bearer {token}"})`,
      `r = httpx.post('⟦http://api.corp.io⟧/x', headers={'Authorization': 'Bearer ' + token})`,
      `headers = {"Authorization": f"Bearer {token}"}
requests.get("⟦http://api.corp.io⟧", headers=headers)`,
    ],
    quiet: [
      `jwt.encode(payload, private_key, algorithm="RS256")`,
      `private_key = "x"
jwt.encode(payload, private_key, algorithm="RS256")`,
      `jwt.encode(payload, settings.SECRET_KEY, algorithm="HS256")`,
      `key = os.environ["KEY"]
jwt.encode(payload, key, algorithm="HS256")`,
      `def f(x):
    """Decode.

    >>> jwt.decode(token, "secret")
    """
    return jwt.decode(x, key, algorithms=["HS256"])`,
      `SECRET_KEY = config("SECRET_KEY")
jwt.encode(p, SECRET_KEY, algorithm="HS256")`,
      `parser.add_argument("--jwt-secret", help="JWT secret", default=None)`,
      `jwt_secret = Field(default=None, description="secret")`,
      `jwt_secret: str = Field(..., env="JWT_SECRET")`,
      `raise ValueError("jwt_secret = 'x' is wrong")`,
      `logger.info("token secret: %s", "x")`,
      `requests.get("https://a.io", headers={"Authorization": f"Bearer {t}"}, verify=False)`,
      `TOKEN_SECRET_NAME = "prod/token"`,
      `if header["alg"] == "none":
    raise InvalidToken  # jwt`,
      `ALGORITHMS_BLOCKLIST = ["none"]  # jwt`,
      `hasher = zstd(algorithm="none")  # token`,
      `jwt.decode(token, options={"verify_signature": settings.VERIFY})`,
      `jwt_secret_key_id = "projects/x/y"`,
      `raise InvalidKeyError('When alg = "none", key value must be None.')  # jwt
import jwt`,
      `requests.get("http://localhost:8000", headers={"Authorization": f"Bearer {token}"})`,
    ],
  },
  {
    languageId: 'go',
    fires: [
      `mySigningKey := []byte("⟦AllYourBase⟧")
token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
ss, err := token.SignedString(mySigningKey)`,
      `tok, err := jwt.Sign(t, jwt.WithKey(jwa.HS256, []byte("⟦abracadabra⟧")))`,
      `tok, err := jwt.Sign(t, jwt.WithKey(jwa.HS256(), []byte("⟦abracadabra⟧")))`,
      `e.Use(echojwt.WithConfig(echojwt.Config{ SigningKey: []byte("⟦secret⟧") }))`,
      `sig, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: []byte("⟦secret⟧")}, nil)`,
      `var jwtKey = []byte("⟦my_secret_key⟧")`,
      `token, _, err := new(jwt.Parser).⟦ParseUnverified⟧(s, jwt.MapClaims{})`,
      `if err := tok.⟦UnsafeClaimsWithoutVerification⟧(&out); err != nil { // jwt`,
      `tok, err := ⟦jwt.ParseInsecure⟧(buf)`,
      `tok, err := jwt.Parse(buf, ⟦jwt.WithVerify(false)⟧, ⟦jwt.WithValidate(false)⟧) //2`,
      `token := jwt.NewWithClaims(⟦jwt.SigningMethodNone⟧, claims)`,
      `req, _ := http.NewRequest("GET", "⟦http://api.corp.io⟧", nil)
req.Header.Set("Authorization", "Bearer "+token)`,
    ],
    quiet: [
      `token.SignedString([]byte(os.Getenv("SECRET")))`,
      `token.SignedString(privateKey)`,
      `privateKey, err := jwt.ParseRSAPrivateKeyFromPEM(b); token.SignedString(privateKey)`,
      `if token.Method == jwt.SigningMethodNone { return err }`,
      `switch m { case jwt.SigningMethodNone: return err }`,
      `// ParseUnverified is dangerous: jwt`,
      `func (p *Parser) ParseUnverified(tokenString string, claims Claims) (token *Token, parts []string, err error) {`,
      `const tokenSecretKey = "token-secret"`,
      `jwk.New(x, jwa.WithKey(jwa.RS256, key))`,
      `http.Get("http://localhost/x?token=a")`,
      `cfg.JWTSecretPath = "/etc/jwt/secret"`,
      `flag.StringVar(&jwtSecret, "jwt-secret", "", "the secret")`,
      `type Config struct { JWTSecret string \`json:"jwt_secret" env:"JWT_SECRET"\` }`,
      `fmt.Errorf("jwt secret: %w", err)`,
      `viper.SetDefault("jwt.secret_file", "/x")`,
      `http.Get("http://api.corp.io") // token`,
    ],
  },
  {
    languageId: 'java',
    fires: [
      `Algorithm algorithm = Algorithm.HMAC256("⟦secret⟧"); String token = JWT.create().sign(algorithm);`,
      `private static final String SECRET_KEY = "⟦404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970⟧";
  private Key getSignInKey() {
    byte[] keyBytes = Decoders.BASE64.decode(SECRET_KEY);
    return Keys.hmacShaKeyFor(keyBytes); // jwt
  }`,
      `String jws = Jwts.builder().signWith(Keys.hmacShaKeyFor("⟦abcdefghijklmnopqrstuvwxyz1234567890⟧".getBytes(StandardCharsets.UTF_8))).compact(); // jwt`,
      `Jwts.parser().setSigningKey("⟦secret⟧".getBytes()).parseClaimsJws(token)`,
      `JWSSigner signer = new MACSigner("⟦secretsecretsecretsecretsecretse⟧");`,
      `private String secret = "⟦javainuse⟧"; // jwt
  Jwts.builder().signWith(SignatureAlgorithm.HS512, secret).compact();`,
      `Jwts.parserBuilder().build().⟦parseClaimsJwt⟧(token)`,
      `new JwtConsumerBuilder().⟦setSkipSignatureVerification()⟧.build()`,
      `HttpRequest r = HttpRequest.newBuilder().uri(URI.create("⟦http://api.corp.io⟧")).header("Authorization", "Bearer " + token).build();`,
      `Request r = new Request.Builder().url("⟦http://api.corp.io⟧").header("Authorization", "Bearer " + token).build();`,
      `headers.setBearerAuth(token); restTemplate.exchange("⟦http://api.corp.io⟧", HttpMethod.GET, e, X.class);`,
    ],
    quiet: [
      `@Value("\${jwt.secret}") private String secret; Jwts.builder().signWith(SignatureAlgorithm.HS512, secret)`,
      `Algorithm.RSA256(publicKey, privateKey); JWT`,
      `Algorithm.HMAC256(System.getenv("JWT_SECRET"))`,
      `Algorithm.HMAC256(env.get("jwt"));`,
      `Jwts.parser().verifyWith(key).build().parseSignedClaims(jwt)`,
      `private static final String JWT_SECRET_PROPERTY = "app.jwt.secret";`,
      `@ConfigProperty(name = "jwt.secret") String s;`,
      `public static final String AUTH_KEY = "auth"; // token`,
      `String jwtSecret = env.getProperty("jwt.secret");`,
      `@Schema(description = "token secret", example = "abc")`,
      `String secretKey = "app"; // token
foo(secretKey)`,
      `"Bearer " + token; new URL("https://a.io")`,
    ],
  },
  { languageId: 'scala', fires: [`val token = Jwt.encode(claim, "⟦secretKey⟧", JwtAlgorithm.HS256)`], quiet: [] },
  {
    languageId: 'kotlin',
    fires: [
      `private const val secret = "⟦zAP5MBA4B4Ijz0MZaS48⟧"; private val algorithm = Algorithm.HMAC512(secret) // jwt`,
      `client.get("⟦http://api.corp.io⟧") { header("Authorization", "Bearer $token") }`,
    ],
    quiet: [`val secret = environment.config.property("jwt.secret").getString(); Algorithm.HMAC256(secret)`],
  },
  {
    languageId: 'csharp',
    fires: [
      `var tokenHandler = new JwtSecurityTokenHandler();
var key = Encoding.ASCII.GetBytes("⟦THIS IS USED TO SIGN AND VERIFY JWT TOKENS⟧");
var d = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256Signature)`,
      `string securityKey = "⟦this_is_our_super_long_security_key_for_token_validation⟧";
var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(securityKey));`,
      `var token = JwtBuilder.Create().WithAlgorithm(new HMACSHA256Algorithm()).WithSecret(secret).Encode(); const string secret = "⟦GQDstcKsx0NHjPOuXOYg5MbeJ1XT0uFiwDVvVBrk⟧";`,
      `new TokenValidationParameters { ⟦SignatureValidator⟧ = (token, parameters) => new JwtSecurityToken(token) }`,
      `string token = Jose.JWT.Encode(payload, null, ⟦JwsAlgorithm.none⟧);`,
      `IJwtDecoder decoder = new JwtDecoder(); var json = decoder.Decode(token, ⟦verify: false⟧);`,
      `var r = new HttpRequestMessage(HttpMethod.Get, "⟦http://api.corp.io⟧");
r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);`,
      `client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
await client.GetAsync("⟦http://api.corp.io⟧");`,
    ],
    quiet: [
      `new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration["Jwt:Key"]!))`,
      `ValidateIssuer = true, ValidateAudience = true, ValidateLifetime = true`,
      `var key = Encoding.ASCII.GetBytes(_appSettings.Secret); new SymmetricSecurityKey(key)`,
      `services.Configure<JwtOptions>(c.GetSection("Jwt:Secret"));`,
      `[JsonPropertyName("token_secret")] public string TokenSecret { get; set; } = "";`,
      `public const string JwtSecretSection = "Jwt:Secret"; const string TokenSecretKey = "Jwt:Secret";`,
      `if (options.ValidateIssuer == false) throw; // token`,
      `client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
await client.GetAsync("https://api.corp.io");`,
    ],
  },
  {
    languageId: 'ruby',
    fires: [
      `hmac_secret = '⟦my$ecretK3y⟧'
token = JWT.encode payload, hmac_secret, 'HS256'`,
      `JWT.encode(payload, '⟦secret⟧', 'HS256')`,
      `token = JWT.encode payload, nil, ⟦'none'⟧`,
      `decoded_token = JWT.decode token, nil, ⟦false⟧`,
      `HTTParty.get('⟦http://api.corp.io⟧', headers: { 'Authorization' => "Bearer #{token}" })`,
      `RestClient.get '⟦http://api.corp.io⟧', { Authorization: "Bearer #{token}" }`,
      `uri = URI('⟦http://api.corp.io⟧')
req = Net::HTTP::Get.new(uri)
req['Authorization'] = "Bearer #{token}"`,
    ],
    quiet: [
      `JWT.encode(payload, Rails.application.credentials.secret_key_base)`,
      `ecdsa_key = 'x'
token = JWT.encode payload, ecdsa_key, 'ES256'`,
      `secret = ENV.fetch('JWT_SECRET')
JWT.encode payload, secret, 'HS256'`,
      `JWT.decode token, hmac_secret, true, { algorithm: 'HS256' }`,
      `t = "token: #{x}"; auth_secret_label = 'Secret'`,
      `config.jwt_secret = Rails.application.secrets.jwt`,
    ],
  },
  {
    languageId: 'php',
    fires: [
      `<?php
use Firebase\\JWT\\JWT;
$key = '⟦example_key⟧';
$jwt = JWT::encode($payload, $key, 'HS256');
$decoded = JWT::decode($jwt, new Key($key, 'HS256'));`,
      `$config = Configuration::forSymmetricSigner(new Sha256(), InMemory::plainText('⟦testing⟧')); // jwt`,
      `$config = ⟦Configuration::forUnsecuredSigner⟧(); // jwt`,
      `$ch = curl_init("⟦http://api.corp.io⟧");
curl_setopt($ch, CURLOPT_HTTPHEADER, ["Authorization: Bearer $token"]);`,
      `Http::withToken($token)->get('⟦http://api.corp.io⟧');`,
      `$client->request('GET', '⟦http://api.corp.io⟧', ['headers' => ['Authorization' => 'Bearer ' . $token]]);`,
    ],
    quiet: [
      `JWT::encode($payload, $privateKey, 'RS256');`,
      `$privateKey = 'abc'; JWT::encode($payload, $privateKey, 'RS256');`,
      `'secret' => env('JWT_SECRET'),`,
      `$key = getenv('JWT_KEY'); JWT::encode($payload, $key, 'HS256');`,
      `$key = 'user:' . $id; JWT::encode($payload, $key, 'HS256');`,
      `define('JWT_SECRET', getenv('JWT_SECRET'));`,
      `'jwt_secret_label' => 'Secret key', 'auth_secret_help' => 'x y'`,
    ],
  },
  {
    languageId: 'rust',
    fires: [
      `let token = encode(&Header::default(), &my_claims, &EncodingKey::from_secret("⟦secret⟧".as_ref()))?; // jwt`,
      `const KEY: &[u8] = b"⟦secret⟧"; // jwt
let t = encode(&h, &c, &EncodingKey::from_secret(KEY));`,
      `let key = "⟦abcdef⟧"; // jwt
EncodingKey::from_secret(key.as_bytes())`,
      `let mut v = Validation::new(Algorithm::HS256); v.⟦insecure_disable_signature_validation()⟧; // jwt`,
      `let v = Validation { ⟦validate_exp: false⟧, ..Default::default() }; // jwt`,
      `let d = ⟦dangerous_insecure_decode⟧::<Claims>(&token)?;`,
      `client.get("⟦http://api.corp.io⟧").bearer_auth(token).send().await?;`,
      `client.get("⟦http://api.corp.io⟧").header("Authorization", format!("Bearer {}", token)).send()`,
    ],
    quiet: [
      `EncodingKey::from_rsa_pem(include_bytes!("key.pem"))? // jwt`,
      `EncodingKey::from_secret(std::env::var("JWT_SECRET").unwrap().as_ref())`,
      `let mac = HmacSha256::new_from_slice(b"key"); // webhook token`,
      `let mut mac = Hmac::<Sha256>::new_from_slice(b"webhook"); // token`,
      `#[serde(rename = "jwt_secret")] pub jwt_secret: String,`,
      `fn f<'a>(token: &'a str) -> &'a str { token }`,
    ],
  },
  {
    languageId: 'http',
    fires: [
      `GET ⟦http://api.corp.io⟧/me
Authorization: Bearer {{token}}
`,
    ],
    quiet: [
      `GET http://localhost/me
Authorization: Bearer {{token}}

###
GET http://api.corp.io/public
`,
      `GET {{host}}/me
Authorization: Bearer {{token}}
`,
    ],
  },
  {
    languageId: 'shellscript',
    fires: [
      `curl -H "Authorization: Bearer $TOKEN" ⟦http://api.corp.io⟧/me`,
      `wget --header="Authorization: Bearer $TOKEN" ⟦http://api.corp.io⟧/me`,
    ],
    quiet: [
      `curl https://a -H "Authorization: Bearer $T"
curl http://b.io`,
    ],
  },
  {
    languageId: 'markdown',
    fires: [
      `\`\`\`sh
curl -H "Authorization: Bearer $TOKEN" \\
  ⟦http://api.corp.io⟧/me
\`\`\``,
    ],
    quiet: [],
  },
];
