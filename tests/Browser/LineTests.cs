namespace Goalkeeper.Tests.Browser;

/// <summary>What the page makes of a line chart's numbers.</summary>
public sealed class LineTests(Chromium chromium, GridPage grid) : IClassFixture<Chromium>, IClassFixture<GridPage>
{
    /// <summary>A made-up chart on an axis with a place for 0.</summary>
    private static string Chart(string at, string series) =>
        $$"""{ kind: 'lines', title: 't', x: { label: 'λ', scale: 'logWithZero', at: {{at}} }, y: { label: 'loss', scale: 'linear', at: [] }, series: [{{series}}] }""";

    [Fact]
    public async Task A_tooltip_is_headed_by_the_place_of_its_own_point()
    {
        // The second line begins at 0.1: its first point is not the axis's first value.
        var chart = Chart("[0, 0.1, 1]", "{ name: 'a', color: 0, points: [[0, 5], [0.1, 4], [1, 3]], isConnected: true }, { name: 'b', color: 1, points: [[0.1, 2], [1, 1, 0.5, 1.5]], isConnected: true }");
        Assert.Equal(["λ 0.1b: 2", "λ 1b: 1 (0.5 to 1.5)"], await Evaluate<string[]>($$"""
            () => {
                const option = lineOption({{chart}});
                return option.series.find(s => s.name === 'b').data.map((value, dataIndex) => option.tooltip.formatter([{ seriesType: 'line', seriesName: 'b', dataIndex, value }]).textContent);
            }
            """));
    }

    [Fact]
    public async Task Of_many_values_0_stands_before_the_others_and_these_by_their_ratios()
    {
        var chart = Chart("[]", "{ name: '', color: 0, points: [[0, 5], [0.001, 4], [0.01, 3], [0.1, 2], [1, 1]], isConnected: false, hasMarkers: true }");
        var places = await Evaluate<double[]>($"() => lineOption({chart}).series[0].data.map(p => p[0])");
        Assert.Equal([-3, -2, -1, 0], places[1..].Select(place => Math.Round(place, 9)));
        Assert.InRange(places[0], -4, -3.1);
        Assert.Equal(["λ 0: 5", "λ 0.001: 4", "λ 0.01: 3", "λ 0.1: 2", "λ 1: 1"], await Evaluate<string[]>($$"""
            () => {
                const option = lineOption({{chart}});
                return option.series[0].data.map(value => [...option.tooltip.formatter({ seriesType: 'line', seriesName: ' ', value }).children].map(e => e.textContent).join(': '));
            }
            """));
        // As it is drawn.
        Assert.Equal(["0", "0.001", "0.01", "0.1", "1"], await Evaluate<string[]>($$"""
            () => {
                const host = document.body.appendChild(el('div'));
                host.style.cssText = 'width: 600px; height: 300px';
                const chart = echarts.init(host);
                chart.setOption({ ...base(), ...lineOption({{chart}}) });
                return chart.getModel().getComponent('xAxis').axis.getViewLabels().map(label => label.formattedLabel);
            }
            """));
    }

    [Fact]
    public async Task Values_that_have_no_ratio_are_on_an_even_axis() =>
        Assert.Equal((double[])[0, 0], await Evaluate<double[]>($"() => lineOption({Chart("[]", "{ name: '', color: 0, points: [[0, 5], [0, 4]], isConnected: false }")}).series[0].data.map(p => p[0])"));

    [Fact]
    public async Task The_chosen_value_is_marked_with_all_its_decimals() =>
        // ECharts would round it to two: 0.0045396 to 0, which a logarithmic axis has not.
        Assert.Equal(20, await Evaluate<int>("() => lineOption({ kind: 'lines', title: 't', chosen: { value: 0.0045396, label: 'chosen' }, x: { label: 'lr', scale: 'log', at: [] }, y: { label: 'loss', scale: 'linear', at: [] }, series: [{ name: '', color: 0, points: [[0.001, 1], [0.1, 3]], isConnected: false }] }).series[0].markLine.precision"));

    [Fact]
    public async Task The_table_behind_a_chart_has_every_number()
    {
        var chart = Chart("[]", "{ name: 'points', color: 0, points: [[0, 5], [0, 4], [0.5, 'inf']], isConnected: false }, { name: 'mean', color: 0, points: [[0, 4.5, 4, 5], [1234567, 1]], isConnected: true }");
        Assert.Equal(["λ|points|mean", "0|5|4.5 (4 to 5)", "0|4|", "0.5|∞|", "1.234567e6||1"], await Evaluate<string[]>($"() => [...chartTable({chart}).rows].map(row => [...row.cells].map(cell => cell.textContent).join('|'))"));
    }

    private async Task<T> Evaluate<T>(string script)
    {
        await using var opened = await chromium.Open(grid.Path);
        var result = await opened.Page.EvaluateAsync<T>(script);
        opened.AssertQuiet();
        return result;
    }
}
