namespace Goalkeeper.Cli.Context;

/// <summary>What the process says about its end.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A trial failed, or the program could not do its work.</summary>
    public const int Failure = 1;

    /// <summary>Something that the user can mend: the command line, the experiment file, the data.</summary>
    public const int UserError = 2;

    /// <summary>Stopped since its terminal was closed: 128 + SIGHUP.</summary>
    public const int HungUp = 129;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM: 128 + 15.</summary>
    public const int Terminated = 143;
}
