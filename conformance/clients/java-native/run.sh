# The generated client decodes responses in the platform's charset: UTF-8 since Java 18, windows-1252 on Windows before that. The suite runs
# on Linux, where it is UTF-8, so Windows is simulated. On Java 18 and later the option is not needed.
case $2 in
  recommended) charset=UTF-8 ;;
  *) charset=windows-1252 ;;
esac
exec java -Dfile.encoding=$charset -cp 'target/classes:target/dependency/*' Driver "$@"
