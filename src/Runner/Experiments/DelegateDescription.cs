using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A trial calls a function of a C# program.</summary>
/// <param name="Varied">What the program varies.</param>
/// <param name="Version">What its author calls the function by now, or null.</param>
internal sealed record DelegateDescription(Space Varied, string? Version) : ObjectiveDescription
{
    /// <inheritdoc/>
    public override ObjectiveSpace Space => ObjectiveSpace.Program;

    /// <summary>Whether the program leaves out the point of a trial; null: it leaves none out.</summary>
    public Func<PlannedTrial, bool>? IsExcluded => Varied.HasExclusions ? trial => Varied.IsExcluded(Varied.PointOf(trial)) : null;
}
