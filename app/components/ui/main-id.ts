/** The id of every page's `<main>`: where the skip link leads, and where menus unfold so that they stay in it. */
export const MAIN_ID = 'content'
