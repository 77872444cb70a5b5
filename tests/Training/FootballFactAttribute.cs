namespace Goalkeeper.Tests.Training;

/// <summary>
/// A test on the course's football data, which are a third party's and never part of the project. Without GOALKEEPER_DATA it is skipped, with
/// the reason; with it, a missing file is a failure.
/// </summary>
public sealed class FootballFactAttribute : FactAttribute
{
    public FootballFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GOALKEEPER_DATA")))
            Skip = "needs football.csv: make it as README.md shows (\"The football data\") and set GOALKEEPER_DATA to its folder";
    }
}
