/** The keys of a French namespace with free texts: an English one that lacks or invents a key is a type error. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
