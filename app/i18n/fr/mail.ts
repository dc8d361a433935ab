export const mail = {
  greeting: 'Bonjour {{name}},',
  signature: "L'équipe {{provider}}",
  linkFallback: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
}
