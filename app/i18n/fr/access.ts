export const access = {
  signIn: {
    title: 'Connexion',
    lead: 'Accédez à votre espace.',
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    submit: 'Se connecter',
    forgot: 'Mot de passe oublié ?',
    refused: "L'adresse ou le mot de passe ne convient pas.",
  },
  signOut: { done: 'Vous êtes déconnecté.', everywhere: 'Se déconnecter de tous les appareils' },
  reset: {
    title: 'Réinitialiser le mot de passe',
    lead: 'Indiquez votre adresse : si un compte y correspond, vous y recevrez un lien.',
    submit: 'Recevoir le lien',
    sent: 'Si un compte correspond à cette adresse, un lien vient de lui être envoyé. Vérifiez aussi les indésirables.',
  },
  activation: {
    title: 'Activer votre accès',
    lead: 'Choisissez un mot de passe pour entrer dans votre espace.',
    newPassword: 'Nouveau mot de passe',
    newPasswordHint: 'Au moins 12 caractères. Une phrase convient très bien.',
    submit: "Activer l'accès",
    resend: "Renvoyer le lien d'activation",
    expired: 'Ce lien a expiré ou a déjà servi.',
  },
}
