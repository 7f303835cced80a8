/** The pages of those who are not signed in. */
export { ConfirmEmailPage } from './ConfirmEmailPage.tsx';
export { CorrectEmailPage } from './CorrectEmailPage.tsx';
export { ForgotPage } from './ForgotPage.tsx';
export { RegisterPage } from './RegisterPage.tsx';
export { ResetPage } from './ResetPage.tsx';
export { SetupPage } from './SetupPage.tsx';
export { SignInPage } from './SignInPage.tsx';
export { VerifyPage } from './VerifyPage.tsx';
