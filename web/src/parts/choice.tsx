/** A few choices of which one holds: radio buttons that look like one switch. */
export function Choice<T extends string>(props: {
  label: string;
  name: string;
  value: T;
  options: { value: T; label: string; lang?: string }[];
  onChange: (value: T) => void;
  hideLabel?: boolean;
}) {
  return (
    <fieldset class="choice">
      <legend class={props.hideLabel ? "unseen" : ""}>{props.label}</legend>
      <div class="pill">
        {props.options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input
              type="radio" name={props.name} value={option.value} checked={props.value === option.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
