/**
 * Code of a French département or territory with inhabitants: 01 to 95, 2A and 2B in place of 20, 971 to 978, 986 to
 * 988 (INSEE, code officiel géographique). The database holds accounts to the same list.
 */
const DEPARTMENT = /^((0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])|97[1-8]|98[678])$/

export const isDepartment = (code: string): boolean => DEPARTMENT.test(code)
