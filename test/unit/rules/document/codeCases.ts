/** Code by language: what fires a rule, with `⟦` and `⟧` around the characters it has to underline, and what comes close and must not. */
export interface CodeCases {
  readonly ruleId: string;
  readonly languageId: string;
  readonly fires: readonly [string, string, ...string[]];
  readonly quiet: readonly [string, string, ...string[]];
}

const long = 'kJ8f2-mP4q_Rz7w9Xc1vB6n3Lh5s0Dg-TyUe';

export const codeCases: readonly CodeCases[] = [
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'typescript',
    fires: [
      `const t = jwt.sign({ sub: 'a', exp: 1 }, '⟦${long}⟧', { algorithm: 'HS256' });`,
      `jwt.verify(token, "⟦hush⟧");`,
      `jwt.verify<Claims>(token, Buffer.from('⟦${long}⟧'));`,
      `import { SignJWT } from 'jose';\nconst key = new TextEncoder().encode('⟦${long}⟧');`,
      `const JWT_SECRET: string = process.env.JWT_SECRET ?? '⟦${long}⟧';`,
      `new JwtStrategy({ secretOrKey: '⟦${long}⟧' }, done)`,
      `JwtModule.register({\n  secret: '⟦${long}⟧',\n})`,
      `app.use(expressjwt({ algorithms: ['HS256'], secret: '⟦${long}⟧' }));`,
      `const config = { jwtSecret: \`⟦${long}⟧\` };`,
    ],
    quiet: [
      `jwt.sign(payload, process.env.JWT_SECRET);`,
      `// jwt.sign(payload, 'hush')`,
      `/* JWT_SECRET = 'hush' */`,
      `const url = 'http://a'; // JWT_SECRET = 'hush'`,
      `jwt.sign(payload, \`\${secret}\`);`,
      `const jwtSecretName = 'JWT_SECRET';`,
      `const JWT_SECRET = '<your secret>';`,
      `const JWT_SECRET = 'your-secret-here';`,
      `const jwtSecret = config.get('jwt.secret');`,
      `const clientSecret = '${long}';`,
      `new TextEncoder().encode('${long}'); // token`,
      `jwt.sign(payload, '-----BEGIN PRIVATE KEY-----')`,
      `register({ secret: '${long}' }) // token`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'python',
    fires: [
      `jwt.encode({"sub": "a"}, "⟦${long}⟧", algorithm="HS256")`,
      `claims = jwt.decode(token, key='⟦${long}⟧', algorithms=["HS256"])`,
      `app.config["JWT_SECRET_KEY"] = "⟦hush⟧"`,
      `JWT_SECRET = os.getenv("JWT_SECRET", "⟦${long}⟧")`,
    ],
    quiet: [
      `jwt.encode(payload, settings.SECRET_KEY)`,
      `# jwt.encode(payload, "hush")`,
      `JWT_SECRET = os.environ["JWT_SECRET"]`,
      `jwt_secret_path = "/run/secrets/jwt"`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'go',
    fires: [
      `s, err := token.SignedString([]byte("⟦${long}⟧"))`,
      `var jwtKey = []byte("⟦hush⟧")`,
      `jwt.Parse(s, func(t *jwt.Token) (any, error) {\n\treturn []byte("⟦${long}⟧"), nil\n})`,
      `const JWTSecret string = "⟦${long}⟧"`,
    ],
    quiet: [
      `token.SignedString([]byte(os.Getenv("JWT_SECRET")))`,
      `// token.SignedString([]byte("hush"))`,
      `return []byte("hello"), nil // token`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'java',
    fires: [
      `Algorithm a = Algorithm.HMAC256("⟦${long}⟧"); // JWT`,
      `SecretKey k = Keys.hmacShaKeyFor("⟦${long}⟧".getBytes(UTF_8)); // jwt`,
      `Jwts.builder().signWith(SignatureAlgorithm.HS512, "⟦hush⟧").compact(); // jwt`,
      `new SecretKeySpec("⟦${long}⟧".getBytes(), "HmacSHA256"); // jwt`,
      `private static final String JWT_SECRET = "⟦${long}⟧";`,
    ],
    quiet: [
      `Algorithm.HMAC256(secret); // JWT`,
      `@Value("\${jwt.secret}") String jwtSecret;`,
      `// Algorithm.HMAC256("hush")`,
      `new SecretKeySpec("${long}".getBytes(), "AES"); // token`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'kotlin',
    fires: [`val jwtSecret: String = "⟦${long}⟧"`, `JWT.create().sign(Algorithm.HMAC512("⟦hush⟧"))`],
    quiet: [`val jwtSecret = "\${config.secret}"`, `JWT.create().sign(Algorithm.HMAC512(secret))`],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'csharp',
    fires: [
      `var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("⟦${long}⟧")); // token`,
      `JwtBuilder.Create().WithSecret("⟦hush⟧")`,
      `private const string JwtSecret = "⟦${long}⟧";`,
    ],
    quiet: [
      `new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"]))`,
      `/* JwtBuilder.Create().WithSecret("hush") */`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'ruby',
    fires: [
      `token = JWT.encode payload, '⟦${long}⟧', 'HS256'`,
      `JWT.decode(token, "⟦hush⟧", true, { algorithm: 'HS256' })`,
      `JWT_SECRET = ENV['JWT_SECRET'] || '⟦${long}⟧'`,
    ],
    quiet: [
      `JWT.encode payload, ENV['JWT_SECRET'], 'HS256'`,
      `# JWT.encode payload, 'hush'`,
      `JWT.decode token, nil, false`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'php',
    fires: [
      `$t = JWT::encode($payload, '⟦${long}⟧', 'HS256');`,
      `JWT::decode($t, new Key('⟦hush⟧', 'HS256'));`,
      `'jwt_secret' => env('JWT_SECRET', '⟦${long}⟧'),`,
    ],
    quiet: [
      `JWT::encode($payload, $secret, 'HS256');`,
      `# JWT::encode($payload, 'hush')`,
      `'jwt_secret' => env('JWT_SECRET'),`,
    ],
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'rust',
    fires: [
      `encode(&Header::default(), &claims, &EncodingKey::from_secret("⟦${long}⟧".as_ref()))? // jwt`,
      `decode::<Claims>(&token, &DecodingKey::from_secret(b"⟦hush⟧"), &validation)`,
      `const JWT_SECRET: &[u8] = b"⟦${long}⟧";`,
    ],
    quiet: [`EncodingKey::from_secret(secret.as_ref()) // jwt`, `// EncodingKey::from_secret("hush") jwt`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'javascript',
    fires: [
      `jwt.verify(token, ⟦null⟧, cb);`,
      `jwt.verify(token, key, { ⟦ignoreExpiration: true⟧ });`,
      `jwt.verify(token, key, { algorithms: ['HS256', '⟦none⟧'] });`,
      `jwt.sign(payload, '', { algorithm: "⟦none⟧" });`,
      `const { payload } = ⟦UnsecuredJWT.decode⟧(token);`,
      `jwt.decode(token, secret, ⟦true⟧);`,
    ],
    quiet: [
      `jwt.verify(token, key, { algorithms: ['RS256'] });`,
      `jwt.verify(token, key, { ignoreExpiration: false });`,
      `// ignoreExpiration: true for tokens`,
      `RefreshToken.find(id, { ignoreExpiration: true });`,
      `const display = { algorithm: 'nonexistent' }; // token`,
    ],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'python',
    fires: [
      `jwt.decode(token, options={⟦"verify_signature": False⟧})`,
      `jwt.decode(token, key, ⟦verify=False⟧)`,
      `jwt.decode(token, key, algorithms=["⟦none⟧"])`,
      `jwt.decode(token, key, options={⟦'verify_exp': False⟧})`,
    ],
    quiet: [`jwt.decode(token, key, options={"verify_signature": True})`, `requests.get(url, verify=False)  # token`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'go',
    fires: [
      `claims, _, err := jwt.NewParser().⟦ParseUnverified⟧(s, c)`,
      `return ⟦jwt.UnsafeAllowNoneSignatureType⟧, nil`,
      `p := jwt.NewParser(jwt.⟦WithoutClaimsValidation()⟧)`,
    ],
    quiet: [`jwt.Parse(s, keyFunc)`, `// jwt.ParseUnverified(s)`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'java',
    fires: [
      `new JwtConsumerBuilder().⟦setSkipAllValidators()⟧.build();`,
      `JWT.require(⟦Algorithm.none()⟧).build();`,
      `Jwts.parser()⟦.unsecured()⟧.build();`,
    ],
    quiet: [`Jwts.parser().verifyWith(key).build();`, `// setSkipAllValidators() on a JWT`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'csharp',
    fires: [
      `new TokenValidationParameters { ⟦ValidateIssuer = false⟧, ⟦ValidateAudience = false⟧ }`,
      `new TokenValidationParameters { ⟦RequireSignedTokens = false⟧ }`,
      `new TokenValidationParameters { ⟦ValidateLifetime = false⟧ }`,
    ],
    quiet: [`new TokenValidationParameters { ValidateIssuer = true }`, `// Token: ValidateIssuer = false`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'ruby',
    fires: [
      `JWT.decode token, nil, ⟦false⟧`,
      `JWT.decode(token, key, true, { ⟦verify_expiration: false⟧, algorithm: 'HS256' })`,
    ],
    quiet: [`JWT.decode token, key, true, { algorithm: 'HS256' }`, `# JWT.decode token, nil, false`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'php',
    fires: [
      `$claims = JWT::decode($token, null, ⟦false⟧);`,
      `$config = ⟦Configuration::forUnsecuredSigner⟧(); // token`,
      `$header = ['typ' => 'JWT', 'alg' => '⟦none⟧'];`,
    ],
    quiet: [`$header = ['typ' => 'JWT', 'alg' => 'HS256'];`, `# 'alg' => 'none' in a JWT`],
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'rust',
    fires: [
      `validation.⟦insecure_disable_signature_validation()⟧; // token`,
      `validation.⟦validate_exp = false⟧; // token`,
    ],
    quiet: [`validation.validate_exp = true; // token`, `// insecure_disable_signature_validation() token`],
  },
  {
    ruleId: 'token-in-web-storage',
    languageId: 'typescript',
    fires: [
      `localStorage.setItem(⟦'access_token'⟧, value);`,
      `sessionStorage.setItem(⟦KEY⟧, response.accessToken);`,
      `localStorage.⟦jwt⟧ = value;`,
      `window.localStorage['⟦id_token⟧'] = value;`,
    ],
    quiet: [
      `localStorage.setItem('theme', 'dark'); // token`,
      `localStorage.setItem('csrfToken', value);`,
      `localStorage.getItem('token');`,
      `if (localStorage.token === value) stop();`,
      `localStorage.setItem('tokenExpiry', when);`,
    ],
  },
  {
    ruleId: 'token-in-web-storage',
    languageId: 'vue',
    fires: [`<script>\nlocalStorage.setItem(⟦'token'⟧, t)\n</script>`, `sessionStorage.setItem(⟦"auth"⟧, t) // token`],
    quiet: [`localStorage.removeItem('token')`, `localStorage.setItem('author', token.sub)`],
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'javascript',
    fires: [`⟦jwt.verify⟧(token, key);`, `await ⟦jwtVerify⟧(token, key, { issuer });`],
    quiet: [`jwt.verify(token, key, { algorithms: ['RS256'] });`, `await jwtVerify(token, key, { algorithms });`],
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'python',
    fires: [`⟦jwt.decode⟧(token, key)`, `⟦jwt.decode⟧(token, key, audience="a")`],
    quiet: [`jwt.decode(token, key, algorithms=["RS256"])`, `jwt.decode(token, options={"verify_signature": False})`],
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'go',
    fires: [`⟦jwt.Parse⟧(s, keyFunc)`, `⟦jwt.ParseWithClaims⟧(s, &c, keyFunc)`],
    quiet: [
      `jwt.Parse(s, keyFunc, jwt.WithValidMethods([]string{"RS256"}))`,
      `jwt.Parse(s, jwt.WithKey(jwa.RS256, key))`,
    ],
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'csharp',
    fires: [
      `var p = ⟦new TokenValidationParameters⟧ { IssuerSigningKey = key };`,
      `⟦new TokenValidationParameters⟧()\n{\n  ValidIssuer = issuer,\n}`,
    ],
    quiet: [
      `new TokenValidationParameters { ValidAlgorithms = new[] { "RS256" } }`,
      `TokenValidationParameters parameters;`,
    ],
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'ruby',
    fires: [`⟦JWT.decode⟧ token, key`, `⟦JWT.decode⟧(token, key, true)`],
    quiet: [`JWT.decode token, key, true, { algorithm: 'RS256' }`, `JWT.decode token, nil, false`],
  },
  {
    ruleId: 'decode-used-as-verify',
    languageId: 'typescript',
    fires: [
      `const claims = ⟦jwtDecode⟧<Claims>(token);\nif (claims.admin) open();`,
      `if (⟦decodeJwt⟧(token).role === 'admin') open();`,
      `const { role } = ⟦jwt.decode⟧(token);\nif (role === 'admin') open();`,
    ],
    quiet: [
      `const claims = jwtDecode(token);\nshow(claims.name);`,
      `const claims = decodeJwt(token);\nif (claims.admin) await jwtVerify(token, key);`,
    ],
  },
  {
    ruleId: 'decode-used-as-verify',
    languageId: 'go',
    fires: [
      `token, _, err := parser.⟦ParseUnverified⟧(s, claims)\nif token.Valid {`,
      `if token, _, _ := parser.⟦ParseUnverified⟧(s, c); token != nil {`,
    ],
    quiet: [
      `token, _, _ := parser.ParseUnverified(s, claims)\nlog.Print(token)`,
      `if ok := parse(s); ok { /* jwt */ }`,
    ],
  },
];
