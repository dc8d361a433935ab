export const admin = {
  title: 'Administration',
  users: { title: 'Utilisateurs', add: 'Ajouter un utilisateur', role: 'Rôle' },
}
