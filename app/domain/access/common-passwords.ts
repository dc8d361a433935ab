/**
 * Words that the most common passwords are made of, French and English (from the lists of the most used
 * passwords that ANSSI and NCSC point to), without digits and signs, which are looked through.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `azerty azertyuiop azertyuiopqsdfghjklm qwerty qwertyuiop qwertyuiopasdfghjkl qwertz qwertzuiop qsdfghjklm
  asdfghjkl wxcvbn zxcvbnm password passwords passwd motdepasse monmotdepasse lemotdepasse passe secret
  letmein welcome bienvenue bonjour bonsoir soleil jetaime jetadore iloveyou loveyou doudou chouchou loulou
  princess princesse marseille paris lyon france vivelafrance football sunshine superman batman pokemon
  starwars dragon monkey master admin administrator administrateur root user utilisateur guest invite demo
  test testtest changeme changezmoi changemoi default defaut temp temporaire login connexion vigie compte
  moncompte banque mabanque paiement payment merchant commercant boutique entreprise company societe
  correcthorsebatterystaple nicolas camille thomas juliette julien marine abc abcd abcdef abcdefgh
  abcdefghijkl abcdefghijklm trustno trustnoone whatever computer ordinateur internet google facebook`.split(
    /\s+/,
  ),
)
