/** The pages of those who are not signed in. */
export function SignInPage() {
  return null;
}
export function RegisterPage() {
  return null;
}
export function VerifyPage() {
  return null;
}
export function ForgotPage() {
  return null;
}
export function ResetPage() {
  return null;
}
export function ConfirmEmailPage() {
  return null;
}
export function SetupPage() {
  return null;
}
