import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib'
import sharp from 'sharp'
import type { DemoAccount } from '#local/demo/accounts.ts'

/** A file as a merchant would send it. */
export interface DemoFile {
  name: string
  mediaType: 'application/pdf' | 'image/jpeg'
  bytes: Uint8Array
  side: 'front' | 'back' | 'whole'
}

/** The files that answer a requirement of this type: PDF extracts, or photos of a card's two sides. */
export async function filesFor(
  documentType: string,
  title: string,
  account: DemoAccount,
  on: Date,
): Promise<DemoFile[]> {
  if (documentType === 'identity_document') {
    return [
      {
        name: 'carte-recto.jpg',
        mediaType: 'image/jpeg',
        bytes: await cardPhoto(account, 'front'),
        side: 'front',
      },
      {
        name: 'carte-verso.jpg',
        mediaType: 'image/jpeg',
        bytes: await cardPhoto(account, 'back'),
        side: 'back',
      },
    ]
  }
  const bytes = await extract(title, account, on)
  return [
    { name: `${documentType.replaceAll('_', '-')}.pdf`, mediaType: 'application/pdf', bytes, side: 'whole' },
  ]
}

/** One A4 page in the manner of an official extract, marked as an example. */
async function extract(title: string, account: DemoAccount, on: Date): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.setTitle(`${title} - ${account.name}`)
  const [regular, bold] = await Promise.all(
    [StandardFonts.TimesRoman, StandardFonts.TimesRomanBold].map((f) => pdf.embedFont(f)),
  )
  const page = pdf.addPage([595, 842])
  const { declared } = account
  const lines: [string, string | undefined][] = [
    ['Dénomination', account.name],
    ['SIREN', account.siren.replace(/(\d{3})(?=\d)/g, '$1 ')],
    [
      'Forme',
      {
        company: 'Société par actions simplifiée',
        sole_trader: 'Entrepreneur individuel',
        association: 'Association déclarée',
      }[account.legalForm],
    ],
    ['Représentant', declared.representative],
    ['Né(e) le', declared.birthDate],
    ['Adresse', declared.address],
    ['Activité', declared.activity],
    ['IBAN', declared.iban?.replace(/(.{4})/g, '$1 ')],
    ['Délivré le', on.toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' })],
  ]
  page.drawRectangle({
    x: 40,
    y: 40,
    width: 515,
    height: 762,
    borderColor: rgb(0.6, 0.6, 0.65),
    borderWidth: 1,
  })
  write(page, title, 60, 750, 20, bold as PDFFont)
  write(page, 'EXEMPLE SANS VALEUR', 60, 724, 10, regular as PDFFont)
  lines.forEach(([label, value], index) => {
    write(page, label, 60, 670 - index * 34, 11, regular as PDFFont)
    write(page, value ?? '', 200, 670 - index * 34, 13, bold as PDFFont)
  })
  return pdf.save()
}

/** Helvetica's and Times' own encoding lacks a few typographic signs. */
const write = (page: PDFPage, text: string, x: number, y: number, size: number, font: PDFFont) =>
  page.drawText(text.replaceAll('’', "'"), { x, y, size, font, color: rgb(0.12, 0.14, 0.18) })

/** A card lying on a table, photographed at an angle, as phones send them. */
function cardPhoto(account: DemoAccount, side: 'front' | 'back'): Promise<Uint8Array> {
  const text = (x: number, y: number, size: number, value: string) =>
    `<text x="${x}" y="${y}" font-size="${size}" font-family="sans-serif" fill="#22303c">${escapeXml(value)}</text>`
  const front = [
    '<rect x="330" y="330" width="220" height="290" rx="12" fill="#c7d3dc"/>',
    '<circle cx="440" cy="430" r="62" fill="#8ea2b2"/><path d="M345 615 q95 -150 190 0 z" fill="#8ea2b2"/>',
    text(600, 300, 34, 'CARTE D’IDENTITÉ – EXEMPLE'),
    text(600, 400, 40, account.declared.representative ?? account.member.name),
    text(600, 470, 30, `Né(e) le ${account.declared.birthDate}`),
    text(600, 540, 30, 'Expire le 14.08.2033'),
  ].join('')
  const back = [
    text(330, 330, 30, `Adresse : ${account.declared.address}`),
    text(330, 620, 36, 'IDFRA<<EXEMPLE<<<<<<<<<<<<<<<<<<'),
    text(330, 680, 36, '<<<<SANS<VALEUR<<<<<<<<<<<<<<<<<'),
  ].join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">
    <rect width="1600" height="1000" fill="#7d6a58"/>
    <g transform="rotate(-3 800 500)"><rect x="260" y="210" width="1080" height="580" rx="36" fill="#eef3f6"/>
    <rect x="260" y="210" width="1080" height="60" rx="30" fill="#b9cfe0"/>${side === 'front' ? front : back}</g></svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer()
}

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
