using Goalkeeper.Runner;

/// <summary>
/// Makes a supervisor of a process before its own Main (<c>DOTNET_STARTUP_HOOKS</c>, which asks for this name). So any program that runs
/// sweeps is its own supervisor, the command line and a user's, and needs no other executable and no line in its Main.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by .NET; does not return.</summary>
    public static void Initialize()
    {
        Supervisor.Run();
        Environment.Exit(0);
    }
}
