/** Passwords of eight characters and more that head every published list of leaked ones, in France and elsewhere. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `00000000 01020304 0123456789 11111111 111111111 1111111111 11223344 12121212 12312312 123123123 12341234 12344321
  12345678 123456789 1234567890 12345678910 123456789a 123456a1 123456aa 123qweasd 13131313 147258369 159357159 1a2b3c4d
  1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 22222222 55555555 66666666 77777777 87654321 88888888 987654321 9876543210
  99999999 a1234567 a1b2c3d4 a123456789 aa123456 aaaaaaaa abc12345 abcd1234 abcdefgh access14 administrateur
  admin123 admin1234 administrator alexandre alexandra anthony1 azerqsdf azerty00 azerty01 azerty12 azerty123 azerty1234
  azertyui azertyuiop babygirl barcelona baseball basketball benjamin bonjour1 bonjour123 bonjour12 caroline chocolat
  chocolate computer contrasena coucou123 creative doudou123 dragon123 elizabeth fallout4 football football1 fortnite
  fuckyou1 google123 hello123 hellohello iloveyou iloveyou1 internet jennifer jetaime1 jordan23 juventus letmein1
  liverpool loulou123 marseille marseille13 master123 maverick mercedes michelle midnight minecraft monkey123 motdepasse
  motdepasse1 motdepasse123 mynoob123 naruto123 nicolas1 nicolas123 p@ssw0rd p@ssword parisien pass1234 passw0rd
  password password! password1 password12 password123 password1234 pokemon1 pokemon123 portugal princess princesse
  princesse1 python123 pythonpython q1w2e3r4 qazwsxedc qwer1234 qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop
  samsung1 secret123 sebastien snoopy123 soleil123 starwars starwars1 steelers sunshine sunshine1 superman superman1
  superstar test1234 testtest trustno1 trustnoone valentin victoria vincent1 welcome1 welcome123 whatever wxcvbn123
  xxxxxxxx zaq12wsx zinedine zxcvbnm1 zxcvbnm123`.split(/\s+/),
);
