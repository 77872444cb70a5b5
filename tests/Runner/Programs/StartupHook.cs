using Goalkeeper.Runner;
using Goalkeeper.Tests.Runner.Programs;

/// <summary>Makes of the tests' own executable a process that runs a script, and can be killed as Goalkeeper can (<see cref="ScriptHost"/>).</summary>
internal static class StartupHook
{
    /// <summary>Called by .NET; does not return.</summary>
    public static void Initialize()
    {
        using var supervisors = new Supervisors();
        supervisors.Run(Script.Start(Environment.GetEnvironmentVariable(ScriptHost.Variable)!), (_, _) => true, CancellationToken.None);
        Environment.Exit(0);
    }
}
