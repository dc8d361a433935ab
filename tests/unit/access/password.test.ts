import { describe, expect, test } from 'vitest'
import { checkPassword, hashPassword, verifyPassword } from '#app/domain/access/password.ts'

const person = { email: 'jeanne.dupont@example.fr', name: 'Jeanne Dupont-Lévêque' }
const codeOf = (password: string): string => {
  try {
    checkPassword(password, person)
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a new password', () => {
  test.each([
    ['eleven', 'vert-bocal7'],
    ['eleven that are more in bytes', 'éàèùçôîêëïü'],
  ])('of %s characters is too short', (_, password) => {
    expect([...password]).toHaveLength(11)
    expect(codeOf(password)).toBe('passwordTooShort')
  })

  test('may have 12 and 128 characters, and not 129', () => {
    expect(codeOf('vert-bocal-7')).toBe('accepted')
    const long = 'Une phrase assez longue pour remplir la limite. '.repeat(3)
    expect(codeOf(long.slice(0, 128))).toBe('accepted')
    expect(codeOf(long.slice(0, 129))).toBe('passwordTooLong')
  })

  test('needs neither digits nor signs nor capitals', () => {
    expect(codeOf('des mots sans rapport')).toBe('accepted')
    expect(codeOf('天地玄黄宇宙洪荒日月盈昃')).toBe('accepted')
  })

  test.each(['xx jeanne.dupont@example.fr', 'la maison de Jeanne', 'MADAME DUPONT 75', 'famille lévêque!'])(
    'that contains name or address is refused: %s',
    (password) => {
      expect(codeOf(password)).toBe('passwordPersonal')
    },
  )

  test.each([
    'motdepasse123',
    'Password1234',
    'azertyuiop12',
    'AZERTYUIOP!!!',
    'qwertyqwerty',
    '123456789012',
    '098765432109',
    '202620262026',
    'aaaaaaaaaaaa',
    'ababababababab',
    'Bienvenue2026!',
    'jetaimejetaime',
    'm-o-t-d-e-p-a-s-s-e',
  ])('that everybody uses is refused: %s', (password) => {
    expect(codeOf(password)).toBe('passwordCommon')
  })
})

describe('a stored password', () => {
  test('is Argon2id with the parameters of OWASP, and different each time', async () => {
    const [one, two] = await Promise.all([hashPassword('vert bocal 7'), hashPassword('vert bocal 7')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
  })

  test('is known again, however its accents were typed', async () => {
    const stored = await hashPassword('café crème à midi'.normalize('NFC'))
    expect(await verifyPassword(stored, 'café crème à midi'.normalize('NFD'))).toBe(true)
    expect(await verifyPassword(stored, 'cafe creme a midi')).toBe(false)
  })

  test('that is missing matches nothing, after the same work', async () => {
    const stored = await hashPassword('vert bocal 7')
    await verifyPassword(null, 'warm up')
    const timed = async (hash: string | null) => {
      const started = performance.now()
      expect(await verifyPassword(hash, 'autre chose')).toBe(false)
      return performance.now() - started
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 7; round++) {
      known.push(await timed(stored))
      unknown.push(await timed(null))
    }
    // Skipping the work would make it a thousand times faster; the machine's own noise stays far below three.
    expect(median(unknown) / median(known)).toBeGreaterThan(1 / 3)
    expect(median(unknown) / median(known)).toBeLessThan(3)
  })
})
