using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Report.Text;

/// <summary>The settings of a point that say what it is: not those without effect at it, such as the scale of weights that are not random.</summary>
/// <param name="plan">The sweep's plan.</param>
/// <param name="parameters">The point's varying settings, as <see cref="TrialRecord.Parameters"/> has them.</param>
internal sealed class PointSettings(SweepPlan plan, IReadOnlyDictionary<string, object> parameters)
{
    private readonly TrainingSettings? _training = plan.Program is null ? Training(plan, parameters) : null;

    /// <summary>Whether a setting has an effect at the point.</summary>
    public bool HasEffect(string setting) => _training?.HasEffect(setting) != false;

    // What decides about effects; null where it is not as this version writes it.
    private static TrainingSettings? Training(SweepPlan plan, IReadOnlyDictionary<string, object> parameters)
    {
        try
        {
            return new TrainingSettings
            {
                Hidden = [.. Numbers("hidden").Select(n => (int)n)],
                Initialization = Enum.Parse<Initialization>(Text("initialization"), ignoreCase: true),
                KeepProb = Numbers("keep_prob"),
                DropoutMask = Enum.Parse<DropoutMask>(Text("dropout_mask"), ignoreCase: true),
                LearningRate = 1,
                Iterations = 1,
                RecordEvery = 1,
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }

        string Text(string setting) =>
            string.Create(CultureInfo.InvariantCulture, $"{parameters.GetValueOrDefault(setting) ?? plan.Shared(setting)}");

        List<double> Numbers(string setting) =>
            [.. Text(setting).Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
    }
}
