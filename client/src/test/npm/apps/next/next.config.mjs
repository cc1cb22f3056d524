// Pages made by the build, so that the test can serve them; between them Next's router navigates as in any app.
export default { output: 'export', typescript: { ignoreBuildErrors: true } };
