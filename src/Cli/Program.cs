using Goalkeeper.Cli;
using Goalkeeper.Cli.Context;

try
{
    var (output, error) = StandardStreams.Open();
    return CommandLine.Run(args, new CommandContext { Out = output, Error = error });
}
catch
{
    // Nothing but a process that can open no more files, not even the rest of this program, comes here.
    StandardStream.WriteError("error: goalkeeper could not be loaded; may this process open enough files (ulimit -n)?\n"u8);
    return ExitCode.Failure;
}
